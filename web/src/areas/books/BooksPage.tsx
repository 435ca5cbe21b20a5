import { Button, Group, TextInput } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { adminLedgerBalances } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { PlainLink, useSearchWords } from "@/app/here";
import { useStoreOf } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Balances } from "./Balances";
import { ExportButton } from "./ExportButton";
import { endOf } from "./places";
import { useScope } from "./useScope";
import { Verdict } from "./Verdict";
import { useBookWords } from "./words";

/** Whether the books balance, and what lies on which account. */
export default function BooksPage() {
  const t = useBookWords();
  const [words, change] = useSearchWords();
  const store = useScope();
  const name = useStoreOf(store)?.name;
  const until = endOf(words.day);
  const balances = useRead(
    adminLedgerBalances,
    { query: { ...(store ? { store } : {}), ...(until ? { until } : {}) } },
    { keep: true },
  );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      primary={
        <May permission="ledger:write">
          <Button component={PlainLink} to="/books/entries/new">
            {t("newEntry")}
          </Button>
        </May>
      }
      acts={
        <>
          <ExportButton query={{ ...(store ? { store } : {}), ...(until ? { until } : {}) }} />
          <Button
            component={PlainLink}
            to="/books/entries"
            variant="default"
            leftSection={<IconListDetails size={16} />}
          >
            {t("entries")}
          </Button>
        </>
      }
    >
      <Sections>
        <Verdict />
        <Section
          title={name ? t("balancesOf", { name }) : t("balances")}
          about={t("balancesHelp")}
          flush={(balances.data?.length ?? 0) > 0}
          acts={
            <Group gap={8}>
              <TextInput
                type="date"
                aria-label={t("atEndOf")}
                value={words.day ?? ""}
                onChange={(event) => change({ day: event.currentTarget.value })}
              />
              {words.day ? (
                <Button variant="subtle" onClick={() => change({ day: undefined })}>
                  {t("now")}
                </Button>
              ) : null}
            </Group>
          }
        >
          {balances.error ? <Failure error={balances.error} again={() => void balances.refetch()} /> : null}
          {!balances.data && !balances.error ? <Skeletons /> : null}
          {balances.data?.length === 0 ? <EmptyState title={t("none")} text={t("noneHelp")} /> : null}
          {balances.data && balances.data.length > 0 ? <Balances balances={balances.data} /> : null}
        </Section>
      </Sections>
    </Page>
  );
}
