import { Button, Select, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminCurrentExchangeRates,
  adminEnterExchangeRate,
  adminListExchangeRates,
  adminListMarkets,
  adminRemoveExchangeRate,
} from "@/api/generated/sdk.gen";
import type { ExchangeRate } from "@/api/generated/types.gen";
import { refresh, usePages, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { FileDrop, SHEETS } from "@/kit/files/FileDrop";
import { sendFile } from "@/kit/files/upload";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { currencyChoices } from "./countries";
import { SourceSection } from "./SourceSection";
import { instantOf } from "./values";
import { useMarketWords } from "./words";

const CHANGED = [adminListExchangeRates, adminCurrentExchangeRates, adminListMarkets];
const LARGEST = 1024 * 1024;

export default function RatesPage() {
  const t = useMarketWords();
  const mayWrite = useMay("markets:write");
  return (
    <Page title={t("rates")} crumbs={[{ to: "/markets", label: t("title") }]} width="wide">
      <Columns
        main={
          <Sections>
            <Current />
            <Every mayWrite={mayWrite} />
          </Sections>
        }
        side={
          mayWrite ? (
            <Sections>
              <Enter />
              <SourceSection />
              <Section title={t("file")} about={t("fileHelp")}>
                <FileDrop
                  accept={SHEETS}
                  largest={LARGEST}
                  multiple={false}
                  send={(file, sending) =>
                    sendFile<{ changed: number }>("/exchange-rates/import", file, sending)
                  }
                  done={(answer) => {
                    refresh(...CHANGED);
                    tell(t("filed", { count: answer.changed }));
                  }}
                />
              </Section>
            </Sections>
          ) : null
        }
      />
    </Page>
  );
}

function Current() {
  const t = useMarketWords();
  const found = useRead(adminCurrentExchangeRates, {});
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons />;
  if (found.data.length === 0)
    return (
      <Section title={t("now")} about={t("ratesAbout")}>
        <EmptyState icon={<IconArrowsExchange size={24} />} title={t("noRates")} text={t("noRatesHelp")} />
      </Section>
    );
  return (
    <Section title={t("now")} about={t("ratesAbout")} flush>
      <Rates rows={found.data} label={t("now")} />
    </Section>
  );
}

function Every({ mayWrite }: { mayWrite: boolean }) {
  const t = useMarketWords();
  const found = usePages(adminListExchangeRates, { query: { limit: 50 } });
  const remove = useWrite(adminRemoveExchangeRate, {
    changes: CHANGED,
    done: () => tell(t("forgotten")),
    failed: tellProblem,
  });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.items) return <Skeletons />;
  if (found.items.length === 0) return null;
  const forget = async (row: ExchangeRate) => {
    const sure = { title: t("forget"), text: t("forgetSure"), action: t("forget"), danger: true };
    const { base, currency, valid_from } = row;
    if (await confirm(sure)) remove.mutate({ body: { base, currency, valid_from } });
  };
  return (
    <Section title={t("earlier")} flush>
      <Rates rows={found.items} label={t("earlier")} {...(mayWrite ? { forget } : {})} />
      {found.hasNextPage ? (
        <Button
          variant="subtle"
          m="sm"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("more")}
        </Button>
      ) : null}
    </Section>
  );
}

interface RatesProps {
  rows: readonly ExchangeRate[];
  label: string;
  forget?: (row: ExchangeRate) => void;
}

function Rates({ rows, label, forget }: RatesProps) {
  const t = useMarketWords();
  return (
    <Table.ScrollContainer
      minWidth={460}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": label } }}
    >
      <Table verticalSpacing="xs" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("from")}</Table.Th>
            <Table.Th>{t("to")}</Table.Th>
            <Table.Th ta="right">{t("worth")}</Table.Th>
            <Table.Th>{t("since")}</Table.Th>
            <Table.Th>{t("source")}</Table.Th>
            {forget ? <Table.Th>{t("forget")}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.base}${row.currency}${row.valid_from}`}>
              <Table.Td>{row.base}</Table.Td>
              <Table.Td>{row.currency}</Table.Td>
              <Table.Td ta="right" data-figures fw={row.holds ? 550 : 400}>
                {row.rate}
              </Table.Td>
              <Table.Td>
                <When at={row.valid_from} />
              </Table.Td>
              <Table.Td>{t.has(row.source) ? t(row.source) : row.source}</Table.Td>
              {forget ? (
                <Table.Td>
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-label={`${t("forget")}: ${row.base} ${row.currency}`}
                    onClick={() => forget(row)}
                  >
                    {t("forget")}
                  </Button>
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Enter() {
  const t = useMarketWords();
  const language = useLanguage();
  const { stores } = useMe();
  const own = stores[0]?.currency ?? "EUR";
  const [base, setBase] = useState("EUR");
  const [currency, setCurrency] = useState(own === "EUR" ? "USD" : own);
  const [rate, setRate] = useState("");
  const [from, setFrom] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const enter = useWrite(adminEnterExchangeRate, {
    changes: CHANGED,
    done: () => {
      tell(t("rateEntered"));
      setRate("");
    },
    failed: (problem) => setComplaint(problem.title),
  });
  const choices = currencyChoices(language, [base, currency]);
  const send = () => {
    const plain = rate.replace(/[\s\u00a0\u202f]/g, "");
    if (!/^[0-9]+([.,][0-9]+)?$/.test(plain)) setComplaint(t("rateComplaint"));
    else enter.mutate({ body: { base, currency, rate: plain, valid_from: instantOf(from) } });
  };
  return (
    <Section title={t("enterRate")}>
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <SimpleGrid cols={2}>
          <Select
            label={t("one")}
            data={choices}
            value={base}
            onChange={(code) => code && setBase(code)}
            searchable
            allowDeselect={false}
          />
          <Select
            label={t("to")}
            data={choices}
            value={currency}
            onChange={(code) => code && setCurrency(code)}
            searchable
            allowDeselect={false}
          />
        </SimpleGrid>
        <TextInput
          label={t("is")}
          value={rate}
          onChange={(event) => {
            setRate(event.currentTarget.value);
            setComplaint(null);
          }}
          error={complaint}
          inputMode="decimal"
          rightSection={
            <Text size="xs" c="dimmed">
              {currency}
            </Text>
          }
          rightSectionWidth={48}
          required
        />
        <TextInput
          type="datetime-local"
          label={t("validFrom")}
          description={t("validFromHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Button type="submit" loading={enter.isPending}>
          {t("enter")}
        </Button>
      </Stack>
    </Section>
  );
}
