// Sizes of texts are measured while a figure is drawn: it is scaled only then.
const places = [...document.querySelectorAll("[data-figure]")];
const fonts = [400, 600, 700].map(weight => document.fonts.load(`${weight} 13px InterVar`));
Promise.all(fonts).then(() => places.forEach(async place => {
  const figure = JSON.parse(place.dataset.figure);
  Object.assign(figure.layout, { width: place.clientWidth, height: place.clientHeight, autosize: false });
  await Plotly.newPlot(place, figure.data, figure.layout, { staticPlot: true, displayModeBar: false, typesetMath: false });
  place.classList.add("drawn");
}));
