import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminLedgerAccounts,
  adminLedgerBalances,
  adminListLedgerEntries,
  adminPostLedgerEntry,
  adminVerifyLedger,
} from "@/api/generated/sdk.gen";
import type { Entry } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useRead, useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { may, useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { useStore } from "@/app/store";
import { Failure } from "@/kit/Failure";
import { LeaveGuard } from "@/kit/form/LeaveGuard";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { asLines, EMPTY, lackOf, type TypedLine, used } from "./adding";
import { LineFields, Sums } from "./LineFields";
import { useBookWords } from "./words";

const WHOLE = "";

/** An entry by hand: two columns that come to the same. */
export default function NewEntryPage() {
  const t = useBookWords();
  const go = useGo();
  const me = useMe();
  const { stores } = me;
  const onTop = useStore();
  const isEverywhere = may(me, "ledger:write") && me.grants.every((grant) => !grant.stores);
  const ours = stores.filter((one) => may(me, "ledger:write", { store: one.id }));
  const [store, setStore] = useState(onTop?.id ?? (isEverywhere ? WHOLE : (ours[0]?.id ?? WHOLE)));
  const currencies = [...new Set(stores.map((one) => one.currency))];
  const [chosen, setCurrency] = useState<string | null>(null);
  const currency = stores.find((one) => one.id === store)?.currency ?? chosen ?? currencies[0] ?? "XOF";
  const [memo, setMemo] = useState("");
  const [lines, setLines] = useState<TypedLine[]>([EMPTY, EMPTY]);
  const [isStrict, setStrict] = useState(false);
  const [isDone, setDone] = useState(false);
  const accounts = useRead(adminLedgerAccounts, {});
  const post = useWrite(adminPostLedgerEntry, {
    changes: [adminListLedgerEntries, adminLedgerBalances, adminVerifyLedger],
    done: (made) => {
      setDone(true);
      tell(t("posted"));
      go(`/books/entries/${(made as Entry).id}`, { replace: true, force: true });
    },
  });
  const lack = lackOf(lines);
  const lacksMemo = memo.trim() === "";

  function submit(): void {
    setStrict(true);
    if (lack !== null || lacksMemo) return;
    const body = {
      currency,
      lines: asLines(lines),
      memo: memo.trim(),
      ...(store === WHOLE ? {} : { store_id: store }),
    };
    post.mutate({ body });
  }

  return (
    <Page
      title={t("newEntry")}
      about={t("newEntryHelp")}
      crumbs={[
        { to: "/books", label: t("title") },
        { to: "/books/entries", label: t("entries") },
      ]}
    >
      <LeaveGuard isOn={(used(lines).length > 0 || memo !== "") && !isDone} />
      {accounts.error ? <Failure error={accounts.error} again={() => void accounts.refetch()} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Sections>
          {post.error ? (
            <Alert color="red" role="alert">
              {asProblem(post.error).title}
            </Alert>
          ) : null}
          <Section>
            <Stack>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <Select
                  label={t("store")}
                  data={[
                    ...(isEverywhere ? [{ value: WHOLE, label: t("wholeCompany") }] : []),
                    ...ours.map((one) => ({ value: one.id, label: one.name })),
                  ]}
                  value={store}
                  onChange={(value) => setStore(value ?? WHOLE)}
                  allowDeselect={false}
                />
                <Select
                  label={t("currency")}
                  data={currencies}
                  value={currency}
                  onChange={setCurrency}
                  disabled={store !== WHOLE || currencies.length < 2}
                  allowDeselect={false}
                />
              </SimpleGrid>
              <Textarea
                label={t("memo")}
                description={t("memoHelp")}
                value={memo}
                maxLength={500}
                autosize
                error={isStrict && lacksMemo ? t("memoNeeded") : null}
                onChange={(event) => setMemo(event.currentTarget.value)}
              />
            </Stack>
          </Section>
          <Section title={t("lines")}>
            {lines.map((line, place) => (
              <LineFields
                // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
                key={`${currency} ${place}`}
                line={line}
                place={place}
                currency={currency}
                accounts={accounts.data ?? []}
                isStrict={isStrict}
                change={(next) => setLines(lines.map((one, n) => (n === place ? next : one)))}
                {...(lines.length > 2 ? { drop: () => setLines(lines.filter((_, n) => n !== place)) } : {})}
              />
            ))}
            <Group mt={8}>
              <Button
                variant="subtle"
                size="xs"
                leftSection={<IconPlus size={14} />}
                onClick={() => setLines([...lines, EMPTY])}
              >
                {t("addLine")}
              </Button>
            </Group>
            <Sums lines={lines} currency={currency} />
            {isStrict && lack ? (
              <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={8}>
                {t(`lack.${lack}`)}
              </Text>
            ) : null}
          </Section>
          <Group justify="flex-end">
            <Button type="submit" loading={post.isPending}>
              {t("post")}
            </Button>
          </Group>
        </Sections>
      </form>
    </Page>
  );
}
