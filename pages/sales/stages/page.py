"""Stage drop-off, for those who manage sales: where leads leave the pipeline, and whose."""

import streamlit as st

from analysis.question import MODES
from analysis.scope import Scope
from pages.parts import controls, labels, layout, scope_bar, session
from pages.sales.stages import after_the_drop as stages_after
from pages.sales.stages import biggest_leak as stages_leaks
from pages.sales.stages import funnel as stages
from pages.sales.stages import owners as stages_owners
from pages.sales.stages import reading as stages_reading
from pages.sales.stages import time as stages_time
from pages.sales.stages import ways_out as stages_exits
from pages.sales.stages.words import funnel as wording
from pages.sales.stages.words import modes as modes_wording

VIEWS = {
    "Funnel": stages,
    "Ways out": stages_exits,
    "Time": stages_time,
    "Biggest leak": stages_leaks,
    "After the drop": stages_after,
    "Owners": stages_owners,
}
AT_A_STAGE = ("Funnel", "Ways out", "Time")
COUNTED = ("Funnel", "Ways out")

top = layout.head()
choice = scope_bar.show()
places = stages.stages_of(session.warehouse())
breakdowns = {name.capitalize(): name for name in stages.BREAKDOWNS}
leaking = {name.capitalize(): name for name in stages_leaks.BREAKDOWNS}
controls.notice_all({"view": list(VIEWS), "groups": list(breakdowns), "stage": places, "by": list(leaking)})
first_row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
with first_row:
    view = str(
        st.segmented_control(
            "View", list(VIEWS), default="Funnel", required=True, key="view", wrap=True, bind="query-params"
        )
    )
    arguments: tuple[object, ...] = ()
    if view == "Biggest leak":
        by = st.segmented_control(
            "By", list(leaking), default="Segment", required=True, key="by", wrap=True, bind="query-params"
        )
        arguments = (leaking[str(by)],)
    elif view != "Owners":
        groups = st.segmented_control(
            "Compare", list(breakdowns), default="Motion", required=True, key="groups", wrap=True, bind="query-params"
        )
        arguments = (breakdowns[str(groups)],)
    if view in AT_A_STAGE:
        stage = st.selectbox(
            "At stage",
            places,
            index=None,
            placeholder=wording.WIDEST,
            key="stage",
            bind="query-params",
            width=240,
        )
        arguments = (*arguments, stage or "")
modes = {modes_wording.NAMES[mode]: mode for mode in MODES}
steps = {modes_wording.within(days): days for days in stages_reading.STEP_DAYS}
overall = {modes_wording.within(days): days for days in stages_reading.OVERALL_DAYS}
reasons = list(session.model(stages_reading.reasons_of, Scope()))
controls.notice_all({"count": list(modes), "within": list(steps), "overall": list(overall), "without": reasons})
second_row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
with second_row if view in COUNTED else first_row:
    if view in COUNTED:
        mode = st.segmented_control(
            "Count", list(modes), default=next(iter(modes)), required=True, key="count", wrap=True, bind="query-params"
        )
        step_limit, limit = (
            st.selectbox(
                label,
                list(limits),
                index=None,
                placeholder=modes_wording.NO_LIMIT,
                key=key,
                bind="query-params",
                width=160,
            )
            for label, limits, key in (("Each step", steps, "within"), ("From creation", overall, "overall"))
        )
        reading = stages_reading.Reading(modes[str(mode)], steps.get(step_limit or ""), overall.get(limit or ""))
        arguments = (*arguments, reading)
    without = st.selectbox(
        "Leave out the reason",
        reasons,
        index=None,
        format_func=labels.plain,
        placeholder=modes_wording.NONE_LEFT_OUT,
        key="without",
        bind="query-params",
        width=220,
    )
if without:
    choice = scope_bar.without(choice, without)
model = session.model(VIEWS[view].build, choice.scope, choice.earlier, *arguments)
layout.draw(model, choice, top)
