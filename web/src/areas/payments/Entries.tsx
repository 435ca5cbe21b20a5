import { Table, Text } from "@mantine/core";
import { adminListLedgerEntries } from "@/api/generated/sdk.gen";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Failure } from "@/kit/Failure";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./payments.module.css";
import { word } from "./states";
import { usePaymentWords } from "./words";

/** How it stands in the books. */
export function Entries({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const entries = useRead(adminListLedgerEntries, {
    query: { payment: payment.id, sort: "oldest", limit: 100 },
  });
  return (
    <Section title={t("books")} about={t("booksHelp")} flush>
      {entries.error ? <Failure error={entries.error} again={() => void entries.refetch()} /> : null}
      {!entries.data && !entries.error ? <Skeletons /> : null}
      {entries.data?.items.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {t("noEntries")}
        </Text>
      ) : null}
      {entries.data && entries.data.items.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className={classes.sideways} tabIndex={0} aria-label={t("books")}>
          <Table className={classes.entries}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("entry")}</Table.Th>
                <Table.Th ta="right">{t("debit")}</Table.Th>
                <Table.Th ta="right">{t("credit")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            {entries.data.items.map((entry) => (
              <Table.Tbody key={entry.id}>
                <Table.Tr data-head>
                  <Table.Th colSpan={3} scope="rowgroup">
                    {word(t, `fact_${entry.fact}`).replace(/^fact_/, "")} ·{" "}
                    <When at={entry.at} timeZone={payment.store.timezone} />
                  </Table.Th>
                </Table.Tr>
                {entry.lines.map((line) => (
                  <Table.Tr key={line.account}>
                    <Table.Td>{line.title}</Table.Td>
                    <Table.Td ta="right">
                      {line.debit_minor > 0 ? (
                        <Money minor={line.debit_minor} currency={entry.currency} />
                      ) : null}
                    </Table.Td>
                    <Table.Td ta="right">
                      {line.credit_minor > 0 ? (
                        <Money minor={line.credit_minor} currency={entry.currency} />
                      ) : null}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            ))}
          </Table>
        </section>
      ) : null}
    </Section>
  );
}
