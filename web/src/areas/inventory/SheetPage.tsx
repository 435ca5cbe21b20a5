import { Button, Group, Modal, Progress, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import {
  adminCancelCountSheet,
  adminCloseCountSheet,
  adminEnterCounts,
  adminGetCountSheet,
  adminListCountSheets,
  adminListStock,
} from "@/api/generated/sdk.gen";
import type { CountSheetLine } from "@/api/generated/types.gen";
import { keyOf, queries, useRead, useWrite } from "@/api/query";
import { useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./inventory.module.css";
import { useInventoryWords } from "./words";

const CHANGES = [adminGetCountSheet, adminListCountSheets, adminListStock];
const SHOWN_AT_ONCE = 200;

/** A location counted line by line; each line is saved when it is left. */
export default function SheetPage() {
  const t = useInventoryWords();
  const id = useParam("sheet");
  const path = { sheet: id };
  const found = useRead(adminGetCountSheet, { path }, { every: 15_000 });
  const [asked, setAsked] = useState<"book" | "away" | null>(null);
  const [isOnlyOpen, setOnlyOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const sheet = found.data?.sheet;
  const mayWrite = useMay("inventory:write", { location: sheet?.location_id ?? "" });
  const enter = useWrite(adminEnterCounts, {
    done: (answer) => queries.setQueryData(keyOf(adminGetCountSheet, { path }), answer),
    failed: tellProblem,
  });
  const said = (text: string) => () => {
    setAsked(null);
    tell(text);
  };
  const close = useWrite(adminCloseCountSheet, {
    changes: CHANGES,
    done: said(t("booked")),
    failed: tellProblem,
  });
  const cancel = useWrite(adminCancelCountSheet, {
    changes: CHANGES,
    done: said(t("putAwayDone")),
    failed: tellProblem,
  });
  const lines = useMemo(
    () => narrowed(found.data?.lines ?? [], typed, isOnlyOpen),
    [found.data, typed, isOnlyOpen],
  );
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!sheet) return <Skeletons />;
  const isOpen = sheet.status === "open" && mayWrite;
  return (
    <Page
      title={sheet.name}
      beside={
        <StatusBadge tone={sheet.status === "open" ? "warn" : sheet.status === "closed" ? "good" : "quiet"}>
          {t.has(sheet.status) ? t(sheet.status) : sheet.status}
        </StatusBadge>
      }
      about={`${sheet.location} · ${t("countedOf", { counted: sheet.counted, lines: sheet.lines })}`}
      crumbs={[
        { to: "/inventory", label: t("title") },
        { to: "/inventory/counts", label: t("counts") },
      ]}
      acts={
        isOpen ? (
          <Button variant="default" onClick={() => setAsked("away")}>
            {t("putAway")}
          </Button>
        ) : null
      }
      primary={
        isOpen ? (
          <Button disabled={sheet.counted === 0} onClick={() => setAsked("book")}>
            {t("book")}
          </Button>
        ) : null
      }
    >
      <Sections>
        <Progress
          value={(100 * sheet.counted) / Math.max(sheet.lines, 1)}
          size="sm"
          aria-label={t("progress")}
        />
        <Group justify="space-between" wrap="wrap">
          <TextInput
            aria-label={t("findLine")}
            placeholder={t("findLine")}
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Switch
            label={t("onlyOpen")}
            checked={isOnlyOpen}
            onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
          />
        </Group>
        <Section flush>
          {lines.slice(0, SHOWN_AT_ONCE).map((line) => (
            <CountLine
              key={line.sku}
              line={line}
              isOpen={isOpen}
              isBlind={sheet.is_blind && sheet.status === "open"}
              save={(counted) => enter.mutate({ path, body: { lines: [{ sku: line.sku, counted }] } })}
            />
          ))}
        </Section>
        {lines.length > SHOWN_AT_ONCE ? (
          <Text size="sm" c="dimmed">
            {t("countedOf", { counted: SHOWN_AT_ONCE, lines: lines.length })}
          </Text>
        ) : null}
      </Sections>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === "book" ? t("book") : t("putAway")}
      >
        <Text>{asked === "book" ? t("bookSure", { count: sheet.differing }) : t("putAwaySure")}</Text>
        <Group justify="flex-end" mt="md">
          <Button
            loading={close.isPending || cancel.isPending}
            color={asked === "away" ? "red" : undefined}
            onClick={() => (asked === "book" ? close : cancel).mutate({ path, version: sheet.version })}
          >
            {asked === "book" ? t("book") : t("putAway")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}

/** Pure: the lines that hold all words, or only those that nobody counted yet. */
function narrowed(lines: readonly CountSheetLine[], typed: string, isOnlyOpen: boolean): CountSheetLine[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    const text = `${line.title} ${line.sku}`.toLowerCase();
    return words.every((word) => text.includes(word)) && !(isOnlyOpen && line.counted !== null);
  });
}

function CountLine({
  line,
  isOpen,
  isBlind,
  save,
}: {
  line: CountSheetLine;
  isOpen: boolean;
  isBlind: boolean;
  save: (counted: number | null) => void;
}) {
  const t = useInventoryWords();
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const counted = typed === undefined ? line.counted : typed;
  const difference = line.counted !== null && line.on_hand !== null ? line.counted - line.on_hand : 0;
  return (
    <div className={classes.counted}>
      <div>
        {line.title}
        <Text size="xs" c="dimmed">
          {line.sku}
          {line.counted_by ? ` · ${t("countedBy", { name: line.counted_by })}` : ""}
        </Text>
      </div>
      <div className={classes.figures}>
        {isBlind || line.on_hand === null ? null : (
          <Text size="sm" c="dimmed">
            {t("expected")} <Quantity value={line.on_hand} scale={line.scale} unit={line.unit} />
          </Text>
        )}
        {difference === 0 || isBlind ? null : (
          <Text size="sm" c={difference < 0 ? "red" : "teal"} fw={550}>
            {t("difference")} {difference > 0 ? "+" : ""}
            <Quantity value={difference} scale={line.scale} unit={line.unit} />
          </Text>
        )}
      </div>
      {isOpen ? (
        <QuantityInput
          aria-label={`${t("counted")}: ${line.title} ${line.sku}`}
          scale={line.scale}
          value={counted}
          onChange={setTyped}
          onBlur={() => {
            if (typed !== undefined && typed !== line.counted) save(typed);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            const fields = [...document.querySelectorAll<HTMLInputElement>(`.${classes.counted} input`)];
            fields[fields.indexOf(event.currentTarget) + 1]?.focus();
          }}
          size="md"
        />
      ) : (
        <Text className={classes.number ?? ""}>
          {line.counted === null ? (
            "–"
          ) : (
            <Quantity value={line.counted} scale={line.scale} unit={line.unit} />
          )}
        </Text>
      )}
    </div>
  );
}
