"""One module per page: ask, compute, draw; a frozen PageModel of frames, figures and sentences. No Streamlit."""
