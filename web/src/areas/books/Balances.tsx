import { Table, Text } from "@mantine/core";
import type { Balance } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Money } from "@/kit/Money";
import classes from "./books.module.css";
import { type BookWords, useBookWords } from "./words";

const TYPES = ["asset", "liability", "income", "expense"] as const;

/** A table for each currency, the accounts in the order of their types. */
export function Balances({ balances }: { balances: readonly Balance[] }) {
  const t = useBookWords();
  const currencies = [...new Set(balances.map((one) => one.currency))];
  return currencies.map((currency) => (
    <OneCurrency
      key={currency}
      currency={currency}
      balances={balances.filter((one) => one.currency === currency)}
      isAlone={currencies.length === 1}
      t={t}
    />
  ));
}

interface OneCurrencyProps {
  currency: string;
  balances: readonly Balance[];
  isAlone: boolean;
  t: BookWords;
}

function OneCurrency({ currency, balances, isAlone, t }: OneCurrencyProps) {
  const debit = balances.reduce((sum, one) => sum + one.debit_minor, 0);
  const credit = balances.reduce((sum, one) => sum + one.credit_minor, 0);
  return (
    <Table className={classes.table ?? ""} aria-label={t("balancesIn", { currency })}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{isAlone ? t("account") : t("accountIn", { currency })}</Table.Th>
          <Table.Th className={classes.wide ?? ""}>{t("debit")}</Table.Th>
          <Table.Th className={classes.wide ?? ""}>{t("credit")}</Table.Th>
          <Table.Th className={classes.number ?? ""}>{t("balance")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {TYPES.flatMap((type) => balances.filter((one) => one.type === type)).map((one) => (
          <Table.Tr key={one.account}>
            <Table.Td>
              <GoLink to={`/books/entries?account=${encodeURIComponent(one.account)}`} c="inherit" fw={550}>
                {one.title}
              </GoLink>
              <Text size="xs" c="dimmed">
                {t(`type.${one.type as (typeof TYPES)[number]}`)}
              </Text>
            </Table.Td>
            <Table.Td className={classes.wide ?? ""}>
              <Money minor={one.debit_minor} currency={currency} />
            </Table.Td>
            <Table.Td className={classes.wide ?? ""}>
              <Money minor={one.credit_minor} currency={currency} />
            </Table.Td>
            <Table.Td className={classes.number ?? ""}>
              <Side minor={one.balance_minor} currency={currency} t={t} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th>{t("together")}</Table.Th>
          <Table.Th className={classes.wide ?? ""}>
            <Money minor={debit} currency={currency} />
          </Table.Th>
          <Table.Th className={classes.wide ?? ""}>
            <Money minor={credit} currency={currency} />
          </Table.Th>
          <Table.Th className={classes.number ?? ""}>
            <Money minor={debit - credit} currency={currency} />
          </Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

/** A balance without sign, with the side that it is on. */
function Side({ minor, currency, t }: { minor: number; currency: string; t: BookWords }) {
  return (
    <>
      <Money minor={Math.abs(minor)} currency={currency} />
      <Text size="xs" c="dimmed">
        {minor === 0 ? t("even") : minor > 0 ? t("debit") : t("credit")}
      </Text>
    </>
  );
}
