import { Button, Group, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { controlListHeldOrders, controlRefuseOrder, controlReleaseOrder } from "@/api/generated/sdk.gen";
import type { HeldOrder } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { ReasonDialog } from "@/kit/ReasonDialog";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { reasonOf } from "./wording";
import { useControlPolicyWords } from "./words";

interface Step {
  order: HeldOrder;
  step: "release" | "refuse";
}

/** Orders of all merchants that wait until somebody has looked at them, the longest waiting first. */
export default function RiskPage() {
  const t = useControlPolicyWords();
  const list = useList();
  const may = useMay("risk:write");
  const held = usePages(controlListHeldOrders, { query: { limit: 50 } });
  const [step, setStep] = useState<Step | null>(null);
  const columns = useMemo<Column<HeldOrder>[]>(
    () => [
      {
        key: "order",
        title: t("order"),
        fixed: true,
        phone: "title",
        width: 190,
        cell: (row) => (
          <div>
            <Text size="sm" fw={550}>
              {row.number}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {row.tenant} · {row.store}
            </Text>
          </div>
        ),
      },
      {
        key: "reasons",
        title: t("reasons"),
        cell: (row) => (
          <Stack gap={2}>
            {row.reasons.map((reason) => (
              <Text key={reason.rule} size="sm">
                {reasonOf(t, reason)}
              </Text>
            ))}
          </Stack>
        ),
      },
      {
        key: "total",
        title: t("total"),
        width: 140,
        phone: "aside",
        cell: (row) => (
          <div>
            <Money minor={row.total_minor} currency={row.currency} />
            {row.is_placed ? null : <StatusBadge tone="quiet">{t("notPaid")}</StatusBadge>}
          </div>
        ),
      },
      {
        key: "buyer",
        title: t("buyer"),
        width: 190,
        cell: (row) => (
          <div>
            <Text size="sm">{row.buyer}</Text>
            <Text size="xs" c="dimmed">
              {t("earlier", { count: String(row.earlier_orders) })}
            </Text>
          </div>
        ),
      },
      { key: "waits", title: t("waits"), width: 150, cell: (row) => <When at={row.held_at} /> },
      {
        key: "acts",
        title: "",
        width: 250,
        hidden: !may,
        cell: (row) => (
          <Group gap={6} wrap="nowrap">
            <Button size="xs" variant="default" onClick={() => setStep({ order: row, step: "release" })}>
              {t("release")}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              onClick={() => setStep({ order: row, step: "refuse" })}
            >
              {t("refuse")}
            </Button>
          </Group>
        ),
      },
    ],
    [t, may],
  );
  return (
    <Page title={t("risk")} about={t("riskAbout")} width="wide">
      <DataList
        id="control-risk"
        list={list}
        source={held}
        columns={columns}
        idOf={(row) => row.order_id}
        rowHeight={64}
        empty={<EmptyState title={t("noHeld")} text={t("noHeldHelp")} />}
      />
      {step ? <StepDialog {...step} close={() => setStep(null)} /> : null}
    </Page>
  );
}

function StepDialog({ order, step, close }: Step & { close: () => void }) {
  const t = useControlPolicyWords();
  const [complaint, setComplaint] = useState<string | null>(null);
  const isRelease = step === "release";
  const act = useWrite(isRelease ? controlReleaseOrder : controlRefuseOrder, {
    changes: [controlListHeldOrders],
    done: () => {
      tell(t(isRelease ? "released" : "refused", { number: order.number }));
      close();
    },
    failed: (problem) => setComplaint(problem.title),
  });
  return (
    <ReasonDialog
      title={t(isRelease ? "releaseTitle" : "refuseTitle", { number: order.number })}
      label={t("reason")}
      help={t("reasonHelp")}
      submit={t(isRelease ? "release" : "refuse")}
      {...(isRelease ? {} : { color: "red" })}
      back={t("keep")}
      complaint={complaint}
      isRunning={act.isPending}
      onSubmit={(reason) =>
        act.mutate({ tenant: order.tenant_id, path: { order: order.order_id }, body: { reason } })
      }
      close={close}
    />
  );
}
