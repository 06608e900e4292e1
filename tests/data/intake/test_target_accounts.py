"""A list of target accounts: rows update the list, one may leave it, and what cannot be an account is kept aside."""

import pytest

from data.intake import IntakeError
from tests.data.intake.homes import leads

LIST = "select account_id, tier from canonical.target_accounts order by account_id"
LEADS = leads("L-1,2026-01-05,Webinar,a", "L-2,2026-01-06,Webinar,", columns="lead_id,created_at,source,account_id")


def test_a_list_with_and_without_tiers_is_recognised_and_says_who_has_no_lead(home):
    home.load(leads=LEADS)
    account = home.take(target_accounts="account_id,tier\na,1\nb,\n")
    assert (account.role, account.counts) == ("target_accounts", (2, 2, 0, 0, 0))
    assert account.notes == ("1 of 2 target accounts have no lead yet",)
    assert home.take(more="Account_ID\nc\n").notes == ("2 of 3 target accounts have no lead yet",)
    assert home.rows(LIST) == [("a", "1"), ("b", None), ("c", None)]


def test_rows_update_the_list_and_the_same_again_changes_nothing(home):
    home.load(accounts="account_id,tier\na,1\nb,2\n")
    # a moves, b stays, c is new; whom the file does not name stays on the list.
    assert home.take(changed="account_id,tier\na,2\nb,2\nc,off\n").counts == (3, 2, 1, 0, 0)
    assert home.rows(LIST) == [("a", "2"), ("b", "2"), ("c", "off")]
    assert home.load(changed="account_id,tier\na,2\nb,2\nc,off\n").already
    assert home.take(again="tier,account_id\n2,a\n").counts == (1, 0, 1, 0, 0)


def test_blanks_placeholders_and_damaged_ids_are_kept_aside(home):
    account = home.take(accounts="account_id,tier\na,1\n,1\nN/A,1\nUnknown,1\n5.8E+18,1\n")
    assert account.counts == (5, 1, 0, 0, 4)
    assert [reason for *_, reason in home.quarantine()] == [
        "the account id is blank",
        "the account id is blank",
        "stands for no account",
        "Excel damaged this id",
    ]


def test_of_an_account_that_stands_twice_the_last_row_counts(home):
    account = home.take(accounts="account_id,tier\na,1\na,2\na,2\n")
    assert account.counts == (3, 1, 0, 1, 1)
    assert home.quarantine() == [(2, "account_id", "a", "replaced by a later row with the same account id")]
    assert home.rows(LIST) == [("a", "2")]


def test_a_word_for_nothing_is_no_tier(home):
    account = home.take(accounts="account_id,tier\na,n/a\nb,Not on the list\n")
    assert account.counts == (2, 2, 0, 0, 0)
    assert account.notes[:2] == (
        "read as empty: tier 1 ('n/a')",
        "tier: 1 values left out, stands for no tier: 'Not on the list' (line 3)",
    )
    assert home.rows(LIST) == [("a", None), ("b", None)]


@pytest.mark.parametrize("header", ["lead_id,creatd_at,account_id", "account_id,name", "account_id,tier,source"])
def test_another_file_with_accounts_is_no_list(home, header):
    with pytest.raises(IntakeError):
        home.load(export=f"{header}\n{','.join('x' for _ in header.split(','))}\n")
