"""Small files in each provider's own shape, and what is read from them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from duka.payments.statements.errors import (
    StatementFormatUnknown,
    StatementRowWrong,
    StatementTooLarge,
    StatementUnreadable,
)
from duka.payments.statements.parsing import LARGEST, parse
from duka.payments.statements.types import Row

DOUALA = ZoneInfo("Africa/Douala")


def read(provider: str, text: str, encoding: str = "utf-8", currency: str = "XAF") -> list[Row]:
    return parse(provider, text.encode(encoding), DOUALA, currency)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def seen(row: Row) -> tuple[object, ...]:
    return row.kind, row.reference, row.gross_minor, row.fee_minor, row.net_minor, row.currency


STRIPE = """\
balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,\
customer_facing_amount,customer_facing_currency,charge_id,payment_intent_id
txn_3Q1,2026-09-14 10:02:11,2026-09-16 00:00:00,eur,600.00,8.70,591.30,charge,ch_3Q1,"Order 1041, blue",600.00,eur,ch_3Q1,pi_3Q1
txn_3Q2,2026-09-14 15:40:02,2026-09-16 00:00:00,eur,-20.00,0.00,-20.00,refund,re_3Q3,,-20.00,eur,ch_3Q1,pi_3Q1
txn_3Q3,2026-09-15 09:12:45,2026-09-17 00:00:00,eur,91.00,2.89,88.11,charge,ch_3Q4,,100.00,usd,ch_3Q4,pi_3Q4
txn_3Q4,2026-09-15 11:00:00,2026-09-17 00:00:00,eur,-600.00,15.00,-615.00,dispute,du_3Q5,,-600.00,eur,ch_3Q1,pi_3Q1
txn_3Q5,2026-09-16 11:00:00,2026-09-17 00:00:00,eur,-1.50,0.30,-1.80,fee,,Radar,,,,
txn_3Q6,2026-09-18 00:00:00,2026-09-18 00:00:00,eur,-42.61,0.00,-42.61,payout,po_1Qx,STRIPE PAYOUT,,,,
txn_3Q7,2026-09-18 00:00:00,2026-09-18 00:00:00,eur,5.00,0.00,5.00,topup,tu_1Qx,,,,,
"""


def test_stripe_itemised() -> None:
    rows = read("stripe", STRIPE)
    assert [seen(row) for row in rows] == [
        ("charge", "txn_3Q1", 60000, 870, 59130, "EUR"),
        ("refund", "txn_3Q2", -2000, 0, -2000, "EUR"),
        ("charge", "txn_3Q3", 9100, 289, 8811, "EUR"),
        ("dispute", "txn_3Q4", -60000, 1500, -61500, "EUR"),
        ("fee", "txn_3Q5", -150, 30, -180, "EUR"),
        ("payout", "txn_3Q6", -4261, 0, -4261, "EUR"),
        ("other", "txn_3Q7", 500, 0, 500, "EUR"),
    ]
    assert (rows[0].parent_reference, rows[0].names, rows[0].at) == (
        "pi_3Q1",
        ("ch_3Q1", "ch_3Q1"),
        at(2026, 9, 14, 10, 2, 11),
    )
    assert [(row.paid_minor, row.paid_currency) for row in rows[:3]] == [
        (None, None),
        (None, None),
        (10000, "USD"),
    ]


def test_stripe_export_of_all_transactions_in_a_european_hand() -> None:
    text = """\
id;Type;Source;Amount;Fee;Net;Currency;Created (UTC);Available On (UTC)
txn_1;charge;ch_1;1 234,500;0,900;1233,600;kwd;2026-09-14 10:02;2026-09-16 00:00
txn_2;adjustment;du_1;-5000;0;-5000;jpy;2026-09-14 10:03;2026-09-16 00:00
"""
    first, second = read("stripe", text, "utf-8-sig")
    assert seen(first) == ("charge", "txn_1", 1234500, 900, 1233600, "KWD")
    assert seen(second) == ("dispute", "txn_2", -5000, 0, -5000, "JPY")


PAYPAL = """\
"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","Transaction ID",\
"Reference Txn ID","Invoice Number","Custom Number","Balance Impact"
"09/13/2026","23:30:00","PDT","Sam","Express Checkout Payment","Completed","USD","1,250.00","-43.93","1,206.07","s@x","9XA00001","","INV-1","pay-1","Credit"
"09/14/2026","01:00:00","PDT","Sam","Express Checkout Payment","Pending","USD","50.00","-1.80","48.20","s@x","9XA00002","","","","Credit"
"09/14/2026","02:00:00","PDT","Sam","General Authorization","Completed","USD","50.00","0.00","50.00","s@x","9XA00003","","","","Memo"
"09/15/2026","02:00:00","PDT","Sam","Payment Refund","Completed","USD","-20.00","0.59","-19.41","s@x","9XB00001","9XA00001","","","Debit"
"09/15/2026","03:00:00","PDT","","General Withdrawal","Completed","USD","-400.00","0.00","-400.00","","9XC00001","","","","Debit"
"09/15/2026","04:00:00","PDT","","Chargeback Fee","Completed","USD","-20.00","0.00","-20.00","","9XD00001","9XA00001","","","Debit"
"09/15/2026","04:00:01","PDT","","Chargeback","Completed","USD","-1,250.00","0.00","-1,250.00","","9XD00002","9XA00001","","","Debit"
"09/15/2026","04:30:00","PDT","","Bank Deposit to PP Account","Completed","USD","7.50","0.00","7.50","","9XF00001","","","","Credit"
"09/15/2026","05:00:00","PDT","Post","Website Payment","Completed","USD","-7.50","0.00","-7.50","","9XE00001","","","","Debit"
"""  # noqa: E501 - as it comes


def test_paypal_in_english() -> None:
    rows = read("paypal", PAYPAL)
    assert [seen(row) for row in rows] == [
        ("charge", "9XA00001", 125000, 4393, 120607, "USD"),
        ("refund", "9XB00001", -2000, -59, -1941, "USD"),
        ("payout", "9XC00001", -40000, 0, -40000, "USD"),
        ("fee", "9XD00001", -2000, 0, -2000, "USD"),
        ("dispute", "9XD00002", -125000, 0, -125000, "USD"),
        ("other", "9XF00001", 750, 0, 750, "USD"),
        ("other", "9XE00001", -750, 0, -750, "USD"),
    ]
    assert rows[0].names == ("pay-1", "INV-1")
    assert rows[0].at == at(2026, 9, 14, 6, 30)
    assert rows[1].parent_reference == "9XA00001"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_paypal_in_french_in_every_encoding(encoding: str) -> None:
    text = """\
"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net",\
"Numéro de transaction","Numéro de la transaction de référence"
"04/09/2026","10:00:00","Europe/Paris","Zoé","Paiement Express Checkout","Terminé","EUR","1 234,50","-3,50","1.231,00","9XA00001",""
"05/09/2026","10:00:00","CEST","Zoé","Remboursement de paiement","Terminé","EUR","−34,50","1,50","−33,00","9XB00001","9XA00001"
"28/09/2026","10:00:00","CEST","","Virement vers un compte bancaire","Terminé","EUR","-900,00","0,00","-900,00","9XC00001",""
"05/09/2026","10:00:00","CEST","Zoé","Paiement Express Checkout","En attente","EUR","34,50","0,00","34,50","9XD00001",""
"""  # noqa: E501 - as it comes
    if encoding == "cp1252":
        text = text.replace("−", "-")
    rows = read("paypal", text, encoding)
    assert [seen(row) for row in rows] == [
        ("charge", "9XA00001", 123450, 350, 123100, "EUR"),
        ("refund", "9XB00001", -3450, -150, -3300, "EUR"),
        ("payout", "9XC00001", -90000, 0, -90000, "EUR"),
    ]
    assert rows[0].at == at(2026, 9, 4, 8)


def test_a_day_that_may_be_two() -> None:
    text = "Date,Time,Type,Currency,Gross,Fee,Net,Transaction ID\n{}"
    row = "{},10:00:00,Express Checkout Payment,EUR,1.00,0.00,1.00,9XA0000{}\n"
    one = read("paypal", text.format(row.format("03/09/2026", 1) + row.format("11/09/2026", 2)))
    assert [r.at for r in one] == [at(2026, 9, 3, 9), at(2026, 9, 11, 9)]
    with pytest.raises(StatementRowWrong) as refused:
        read("paypal", text.format(row.format("03/09/2026", 1)))
    assert (refused.value.fields["row"], refused.value.fields["column"]) == (2, "Date")


MTN = """\
Id,"External Transaction Id","Date","Status","Type","Provider Category","Information","Note/Message","From","From Name",\
"To","To Name","Amount","Currency","Fee","Currency","Balance","Currency"
1234567890,5c6f2c1e,2026-01-15 10:30:00,Successful,Payment,,,ref-000001,FRI:237600/MSISDN,Awa,FRI:shop,Shop,"1,500",XAF,15,XAF,9000,XAF
1234567891,5c6f2c1f,2026-01-15 10:31:00,Failed,Payment,,,,FRI:237600/MSISDN,Awa,FRI:shop,Shop,"1,500",XAF,15,XAF,9000,XAF
1234567892,-,2026-01-15 11:00:00,Successful,Refund,,,thank you very much,FRI:shop,Shop,FRI:237600/MSISDN,Awa,500,XAF,0,XAF,8500,XAF
1234567893,,2026-01-16 06:00:00,Successful,Transfer to bank,,,,FRI:shop,Shop,,Bank,8000,XAF,50,XAF,450,XAF
1234567894,,2026-01-16 06:00:00,Successful,Transfer,,,,FRI:237600/MSISDN,Awa,FRI:shop,Shop,100,XAF,0,XAF,550,XAF
"""  # noqa: E501 - as it comes


def test_mtn_in_english() -> None:
    rows = read("mtn_momo", MTN, currency="EUR")
    assert [seen(row) for row in rows] == [
        ("charge", "1234567890", 1500, 15, 1485, "XAF"),
        ("refund", "1234567892", -500, 0, -500, "XAF"),
        ("payout", "1234567893", -8000, 50, -8050, "XAF"),
        ("other", "1234567894", 100, 0, 100, "XAF"),
    ]
    assert (rows[0].parent_reference, rows[0].names) == ("5c6f2c1e", ("ref-000001",))
    assert rows[0].at == at(2026, 1, 15, 9, 30)
    assert (rows[1].parent_reference, rows[1].names) == ("", ())


def test_mtn_in_french() -> None:
    text = """\
Identifiant;Identifiant externe;Date;Statut;Type;Montant;Devise;Frais
1234567890;5c6f2c1e;03/02/2026 10:30;Réussi;Paiement;25 000;XAF;250
1234567891;5c6f2c1f;03/02/2026 10:31;Échoué;Paiement;25 000;XAF;250
1234567892;;04/02/2026 10:31;Réussi;Frais de service;100;XAF;0
"""
    rows = read("mtn_momo", text, "cp1252")
    assert [seen(row) for row in rows] == [
        ("charge", "1234567890", 25000, 250, 24750, "XAF"),
        ("fee", "1234567892", -100, 0, -100, "XAF"),
    ]
    assert rows[0].at == at(2026, 2, 3, 9, 30)


def test_orange_with_its_description_above() -> None:
    text = """\
Relevé de transactions;;;;;;;;;;
Compte;ACORN SARL;;;;;;;;;
Période;15/01/2026 - 16/01/2026;;;;;;;;;
N°;Date;Heure;Référence;Service;Paiement;Statut;Mode;N° de Compte;Débit;Crédit
1;15/01/2026;10:30:05;MP260115.1030.A12345;Merchant Payment;;Succès;USSD;699001122;;2 500
2;15/01/2026;10:31:00;MP260115.1031.A12346;Merchant Payment;;Échec;USSD;699001122;;2 500
3;16/01/2026;08:00:00;RV260116.0800.B12345;Retrait vers banque;;Succès;WEB;;2 000;
Total;;;;;;;;;2 000;2 500
"""
    for encoding in ("utf-8", "cp1252"):
        rows = read("orange_money", text, encoding)
        assert [seen(row) for row in rows] == [
            ("charge", "MP260115.1030.A12345", 2500, 0, 2500, "XAF"),
            ("payout", "RV260116.0800.B12345", -2000, 0, -2000, "XAF"),
        ]
        assert rows[0].at == at(2026, 1, 15, 9, 30, 5)


def test_orange_in_english() -> None:
    text = """\
Date,Transaction ID,Order ID,Type,Status,Amount,Fee,Currency
2026-01-15T10:30:05Z,MP260115.1030.A12345,ord-000001,Web payment,SUCCESS,2500,25,XOF
"""
    (row,) = read("orange_money", text)
    assert seen(row) == ("charge", "MP260115.1030.A12345", 2500, 25, 2475, "XOF")
    assert (row.parent_reference, row.at) == ("ord-000001", at(2026, 1, 15, 10, 30, 5))


HEAD = "reference,kind,gross,fee,net,currency,at\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("sbx_000001,charge,12.3456,0,12.3456,EUR,2026-09-14", "gross"),
        ("sbx_000001,charge,twelve,0,12,EUR,2026-09-14", "gross"),
        ("sbx_000001,charge,1.2.3,0,1,EUR,2026-09-14", "gross"),
        ("sbx_000001,charge,12.00,1.00,12.00,EUR,2026-09-14", "net"),
        ("sbx_000001,charge,12.50,0,12.50,XOF,2026-09-14", "gross"),
        ("sbx_000001,charge,12,0,12,EURO,2026-09-14", "currency"),
        ("sbx_000001,charge,12,0,12,EUR,14 September", "at"),
        ("sbx_000001,charge,12,0,12,EUR,2026-02-31", "at"),
        ("sbx_000001,charge,12,0,12,EUR,", "at"),
        ("sbx_000001,gift,12,0,12,EUR,2026-09-14", "kind"),
        (",charge,12,0,12,EUR,2026-09-14", "reference"),
        ("x" * 201 + ",charge,12,0,12,EUR,2026-09-14", "reference"),
        ("sbx_000001,charge,99999999999999999999,0,0,EUR,2026-09-14", "gross"),
    ],
)
def test_a_malformed_row_is_named(row: str, column: str) -> None:
    good = "sbx_000000,charge,1.00,0,1.00,EUR,2026-09-14\n"
    with pytest.raises(StatementRowWrong) as refused:
        read("sandbox", HEAD + good + row + "\n")
    assert (refused.value.fields["row"], refused.value.fields["column"]) == (3, column)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"name,price\nshirt,12\n", "lacks the columns reference"),
        (b"\x00\x01\x02", "not a CSV"),
        (HEAD.encode(), "no movement"),
        (b"PK\x03\x04" + b"\x00" * 20, "not a CSV"),
        (HEAD.encode() + b'a,"' + b"x" * 200_000, "quote"),
    ],
)
def test_what_is_no_statement(data: bytes, words: str) -> None:
    with pytest.raises(StatementUnreadable) as refused:
        parse("sandbox", data, DOUALA, "EUR")
    assert words in refused.value.message


def test_providers_and_sizes() -> None:
    with pytest.raises(StatementFormatUnknown):
        read("bank_transfer", "x")
    with pytest.raises(StatementTooLarge):
        parse("sandbox", b"x" * (LARGEST + 1), DOUALA, "EUR")
    row = "sbx_000000,charge,1.00,0,1.00,EUR,2026-09-14\n"
    with pytest.raises(StatementTooLarge):
        read("sandbox", HEAD + row * 200_001)
