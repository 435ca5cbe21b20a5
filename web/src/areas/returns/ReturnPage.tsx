import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { adminCancelReturn, adminReturn } from "@/api/generated/sdk.gen";
import type { ReturnDetail } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { GoLink, PlainLink, useParam } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Explained } from "@/kit/May";
import { Page } from "@/kit/Page";
import { printPaper } from "@/kit/printPaper";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Timeline } from "@/kit/Timeline";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { ApproveDialog } from "./ApproveDialog";
import { Goods } from "./Goods";
import { RefuseDialog } from "./RefuseDialog";
import { SettleDialog } from "./SettleDialog";
import { ShippedDialog } from "./ShippedDialog";
import { Sums } from "./Sums";
import { actionOf, statusTone, stepOptions, word } from "./states";
import { useReturnWords } from "./words";

export type Dialog = "approve" | "refuse" | "ship" | "settle";

export default function ReturnPage() {
  const id = useParam("back");
  const asked = useRead(adminReturn, { path: { return_id: id } });
  useLive(["return", "order", "refund"], () => void asked.refetch());
  if (asked.error && !asked.data) return <Failure error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Skeletons />;
  return <Loaded key={asked.data.item.id} detail={asked.data} />;
}

function Loaded({ detail }: { detail: ReturnDetail }) {
  const t = useReturnWords();
  const back = detail.item;
  const [clash, setClash] = useState(false);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const shown = { detail, conflict: () => setClash(true), close: () => setDialog(null) };
  return (
    <Page
      title={back.number}
      crumbs={[{ to: "/returns", label: t("title") }]}
      beside={<StatusBadge tone={statusTone(back.status)}>{word(t, back.status)}</StatusBadge>}
      about={
        <Group gap={6}>
          <span>{word(t, back.kind)}</span>
          <span>·</span>
          <GoLink to={`/orders/${back.order_id}`}>
            {t("openOrder", { number: `#${back.order_number}` })}
          </GoLink>
          <span>·</span>
          <When at={back.requested_at} />
        </Group>
      }
      primary={<Acts detail={detail} open={setDialog} conflict={() => setClash(true)} />}
      width="wide"
    >
      <Sections>
        {clash ? (
          <Alert
            color="yellow"
            icon={<IconAlertTriangle size={18} />}
            withCloseButton
            closeButtonLabel={t("close")}
            onClose={() => setClash(false)}
            role="alert"
          >
            {t("conflict")}
          </Alert>
        ) : null}
        {back.is_paying ? <Alert color="orange">{t("paying")}</Alert> : null}
        {back.refuse_reason ? (
          <Alert color="gray">{t("refusedWith", { reason: back.refuse_reason })}</Alert>
        ) : null}
        <Columns
          main={
            <>
              <Goods back={back} />
              <Section title={t("figures")}>
                <Sums detail={detail} />
              </Section>
            </>
          }
          side={
            <>
              <Buyer detail={detail} />
              <Policy detail={detail} />
              <Section title={t("history")}>
                <Timeline
                  happenings={detail.timeline.toReversed().map((one, index) => ({
                    id: `${index}`,
                    at: one.at,
                    who: one.actor,
                    title: word(t, `event.${one.type}`).replace("event.", ""),
                  }))}
                />
              </Section>
            </>
          }
        />
      </Sections>
      {dialog === "approve" ? <ApproveDialog {...shown} /> : null}
      {dialog === "refuse" ? <RefuseDialog {...shown} /> : null}
      {dialog === "ship" ? <ShippedDialog {...shown} /> : null}
      {dialog === "settle" ? <SettleDialog {...shown} /> : null}
    </Page>
  );
}

/** What comes next, first; what cannot be done now says why. */
function Acts({
  detail,
  open,
  conflict,
}: {
  detail: ReturnDetail;
  open: (dialog: Dialog) => void;
  conflict: () => void;
}) {
  const t = useReturnWords();
  const back = detail.item;
  const cancel = useWrite(adminCancelReturn, stepOptions(t("cancelledNow"), conflict));
  const may = (action: string) => actionOf(detail, action)?.is_allowed ?? false;
  const why = (action: string) => (may(action) ? null : (actionOf(detail, action)?.reason ?? ""));
  const giveUp = async () => {
    const sure = await confirm({
      title: t("cancelTitle", { number: back.number }),
      text: t("cancelText"),
      action: t("cancel"),
      danger: true,
    });
    if (sure) cancel.mutate({ path: { return_id: back.id }, body: {}, version: back.version });
  };
  const ends = ["completed", "refused", "cancelled"].includes(back.status);
  return (
    <Group gap={8}>
      {may("cancel") ? (
        <Button variant="default" onClick={() => void giveUp()} loading={cancel.isPending}>
          {t("cancel")}
        </Button>
      ) : null}
      {back.needs_goods && !ends && back.status !== "requested" ? (
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} />}
          onClick={() => printPaper(`/returns/${back.id}/slip.pdf`)}
        >
          {t("print")}
        </Button>
      ) : null}
      {may("refuse") ? (
        <Button variant="default" onClick={() => open("refuse")}>
          {t("refuse")}
        </Button>
      ) : null}
      {may("ship") ? (
        <Button variant="default" onClick={() => open("ship")}>
          {t("ship")}
        </Button>
      ) : null}
      {back.status === "requested" ? (
        <Explained reason={why("approve")}>
          <Button onClick={() => open("approve")}>{t("approve")}</Button>
        </Explained>
      ) : null}
      {may("receive") ? (
        <Button component={PlainLink} to={`/returns/${back.id}/receive`}>
          {t("receive")}
        </Button>
      ) : null}
      {may("settle") || (!ends && back.status !== "requested" && !back.settled_at) ? (
        <Explained reason={why("settle")}>
          <Button variant={may("receive") ? "default" : "filled"} onClick={() => open("settle")}>
            {t("settle")}
          </Button>
        </Explained>
      ) : null}
    </Group>
  );
}

function Buyer({ detail }: { detail: ReturnDetail }) {
  const t = useReturnWords();
  const back = detail.item;
  return (
    <Section title={t("buyer")}>
      {detail.customer_id ? (
        <GoLink to={`/customers/${detail.customer_id}`}>{detail.name || detail.email}</GoLink>
      ) : (
        <Text size="sm">{detail.name}</Text>
      )}
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {detail.email}
      </Text>
      <Text size="xs" c="dimmed" mt={6}>
        {back.by_customer ? t("byCustomer") : t("byStaff")}
      </Text>
    </Section>
  );
}

function Policy({ detail }: { detail: ReturnDetail }) {
  const t = useReturnWords();
  const days = (name: string) => Number(detail.policy[name] ?? 0);
  return (
    <Section title={t("policy")}>
      <Text size="sm">{t("window", { days: days("return_days") })}</Text>
      <Text size="sm">{t("faults", { days: days("claim_days") })}</Text>
    </Section>
  );
}
