"""What pages say where leads are in several pipelines."""

from analysis.claims import pipelines
from analysis.claims.verdicts import ACT, KNOW
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import addresses
from pages.parts.page import Finding
from pages.parts.words import common
from pages.parts.words import pipelines as words

SET_IN = {"view": "Pipelines"}  # on the page Settings


def mixed(warehouse: Warehouse, scope: Scope, link: str = addresses.DATA) -> list[Finding]:
    """Numbers of the scope mix pipelines, and nobody chose that."""
    if scope.pipeline is not None or warehouse.usual_pipeline:
        return []
    found = pipelines.find(warehouse)
    if found is None:
        return []
    return [Finding(ACT if found.is_much else KNOW, words.mixed(found), words.CHOOSE, link, who=common.LOADERS)]


def of_data(warehouse: Warehouse) -> list[Finding]:
    """The usual pipeline that is not there, or what it leaves out; else that pipelines are mixed."""
    usual, unknown = warehouse.usual_pipeline, warehouse.unknown_pipelines
    told = mixed(warehouse, Scope(), link="")
    found = pipelines.find(warehouse) if usual else None
    if found is not None:
        told.append(Finding(KNOW, words.kept(found, usual), words.CHOOSE_OTHERS))
    if unknown:
        is_any_left = len(unknown) < len(warehouse.definitions.pipeline)
        sentence = words.unknown(unknown, is_any_left=is_any_left)
        told.insert(
            0,
            Finding(ACT, sentence, words.there(warehouse.pipelines), addresses.SETTINGS, SET_IN, common.LOADERS),
        )
    return told
