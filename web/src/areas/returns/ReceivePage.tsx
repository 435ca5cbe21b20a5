import { ActionIcon, Button, Select, Stack, Text } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { adminListLocations, adminReceiveReturn, adminReturn } from "@/api/generated/sdk.gen";
import type { ReturnDetail, ReturnLine } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Explained } from "@/kit/May";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./returns.module.css";
import { actionOf, stepOptions } from "./states";
import { useReturnWords } from "./words";

interface Count {
  sellable: number;
  damaged: number;
  missing: number;
}

const KINDS = ["sellable", "damaged", "missing"] as const;

/** Counting what came, for thumbs: one large step at a time. */
export default function ReceivePage() {
  const id = useParam("back");
  const asked = useRead(adminReturn, { path: { return_id: id } });
  if (asked.error && !asked.data) return <Failure error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Skeletons />;
  return <Loaded key={asked.data.item.version} detail={asked.data} />;
}

function Loaded({ detail }: { detail: ReturnDetail }) {
  const t = useReturnWords();
  const go = useGo();
  const back = detail.item;
  const locations = useRead(adminListLocations, {});
  const [counts, setCounts] = useState<Record<string, Count>>(
    Object.fromEntries(back.lines.map((line) => [line.line_id, { sellable: 0, damaged: 0, missing: 0 }])),
  );
  const [place, setPlace] = useState<string | null>(back.location_id);
  const done = () => go(`/returns/${back.id}`);
  const receive = useWrite(adminReceiveReturn, stepOptions(t("receivedNow"), done, done));
  const places = (locations.data ?? []).map((one) => ({ value: one.id, label: one.name }));
  const chosen = place ?? places[0]?.value ?? null;
  const left = back.lines.reduce((sum, line) => sum + leftOf(line, counts[line.line_id]), 0);
  const no = actionOf(detail, "receive");
  const reason = no && !no.is_allowed ? no.reason : left > 0 ? t("left", { count: left }) : null;
  const setAll = () =>
    setCounts(
      Object.fromEntries(
        back.lines.map((line) => [line.line_id, { sellable: line.quantity, damaged: 0, missing: 0 }]),
      ),
    );
  return (
    <Page
      title={t("receiveTitle", { number: back.number })}
      crumbs={[
        { to: "/returns", label: t("title") },
        { to: `/returns/${back.id}`, label: back.number },
      ]}
      about={t("receiveHelp")}
      acts={
        <Button variant="default" onClick={setAll}>
          {t("allSellable")}
        </Button>
      }
      primary={
        <Explained reason={reason}>
          <Button
            loading={receive.isPending}
            onClick={() =>
              receive.mutate({
                path: { return_id: back.id },
                version: back.version,
                body: {
                  location_id: chosen,
                  lines: back.lines.map((line) => ({ line_id: line.line_id, ...counts[line.line_id] })),
                },
              })
            }
          >
            {t("receive")}
          </Button>
        </Explained>
      }
    >
      <Sections>
        {places.length > 1 ? (
          <Section>
            <Select
              label={t("where")}
              allowDeselect={false}
              data={places}
              value={chosen}
              onChange={setPlace}
              size="md"
            />
          </Section>
        ) : null}
        {back.lines.map((line) => (
          <Line
            key={line.line_id}
            line={line}
            count={counts[line.line_id] ?? { sellable: 0, damaged: 0, missing: 0 }}
            change={(count) => setCounts({ ...counts, [line.line_id]: count })}
          />
        ))}
        <Text size="sm" c="dimmed" role="status">
          {left > 0 ? t("left", { count: left }) : ""}
        </Text>
      </Sections>
    </Page>
  );
}

function leftOf(line: ReturnLine, count: Count | undefined): number {
  return line.quantity - (count?.sellable ?? 0) - (count?.damaged ?? 0) - (count?.missing ?? 0);
}

function Line({ line, count, change }: { line: ReturnLine; count: Count; change: (count: Count) => void }) {
  const t = useReturnWords();
  const step = 10 ** line.scale;
  const left = leftOf(line, count);
  const names = { sellable: t("sellable"), damaged: t("damagedNow"), missing: t("missingNow") };
  return (
    <Section>
      <Stack gap={12}>
        <div className={classes.line}>
          <Thumbnail image={line.image} size={56} />
          <div>
            <Text fw={600}>
              {line.title} {line.variant_title}
            </Text>
            <Text size="xs" c="dimmed">
              {line.sku}
            </Text>
          </div>
          <Quantity value={line.quantity} scale={line.scale} unit={line.unit} />
        </div>
        {KINDS.map((kind) => (
          <div key={kind} className={classes.counter}>
            <Text>{names[kind]}</Text>
            <div className={classes.steps}>
              <ActionIcon
                size={44}
                variant="default"
                aria-label={t("less", { what: `${names[kind]}, ${line.title}` })}
                disabled={count[kind] === 0}
                onClick={() => change({ ...count, [kind]: Math.max(0, count[kind] - step) })}
              >
                <IconMinus size={20} />
              </ActionIcon>
              <span className={classes.value}>
                <Quantity value={count[kind]} scale={line.scale} unit={line.unit} />
              </span>
              <ActionIcon
                size={44}
                variant="default"
                aria-label={t("more", { what: `${names[kind]}, ${line.title}` })}
                disabled={left <= 0}
                onClick={() => change({ ...count, [kind]: count[kind] + Math.min(step, left) })}
              >
                <IconPlus size={20} />
              </ActionIcon>
            </div>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
