import { ActionIcon, Alert, Button, Menu, Text } from "@mantine/core";
import { IconAlertTriangle, IconDots, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminCancelDraftOrder,
  adminDeleteDraftOrder,
  adminDuplicateDraftOrder,
  adminGetDraftOrder,
  adminListDraftOrders,
} from "@/api/generated/sdk.gen";
import type { Draft } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { PlainLink, useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStoreOf } from "@/app/store";
import { Failure } from "@/kit/Failure";
import { Explained } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { Buyer } from "./Buyer";
import { Delivery } from "./Delivery";
import { Lines } from "./Lines";
import { Notes } from "./Notes";
import { PlaceDialog } from "./PlaceDialog";
import { SendDialog } from "./SendDialog";
import { Sums } from "./Sums";
import { stateTone, stateWord } from "./states";
import { useDraft } from "./useDraft";
import { useDraftWords } from "./words";

export default function DraftPage() {
  const id = useParam("draft");
  const draft = useRead(adminGetDraftOrder, { path: { draft: id } });
  if (draft.error && !draft.data) return <Failure error={draft.error} again={() => void draft.refetch()} />;
  if (!draft.data) return <Skeletons />;
  return <Loaded key={draft.data.id} first={draft.data} />;
}

function Loaded({ first }: { first: Draft }) {
  const t = useDraftWords();
  const go = useGo();
  const drafting = useDraft(first);
  const { draft } = drafting;
  const store = useStoreOf(draft.store_id);
  const mayWrite = useMay("drafts:write", { store: draft.store_id });
  const [dialog, setDialog] = useState<"send" | "place" | null>(null);
  const isOpen = draft.state === "open" || draft.state === "sent";
  const canEdit = isOpen && mayWrite;
  const duplicate = useWrite(adminDuplicateDraftOrder, {
    changes: [adminListDraftOrders],
    done: (copy) => {
      tell(t("duplicated"));
      go(`/drafts/${copy.id}`);
    },
    failed: tellProblem,
  });
  const cancel = useWrite(adminCancelDraftOrder, {
    changes: [adminListDraftOrders],
    done: (answer) => {
      drafting.take(answer);
      tell(t("cancelledNow"));
    },
    failed: tellProblem,
  });
  const remove = useWrite(adminDeleteDraftOrder, {
    changes: [adminListDraftOrders],
    done: () => {
      tell(t("deleted"));
      go("/drafts");
    },
    failed: tellProblem,
  });
  const path = { draft: draft.id };
  const missing = Object.entries(draft.missing).filter(([name]) => name !== "lines");
  return (
    <Page
      title={draft.number}
      beside={<StatusBadge tone={stateTone(draft.state)}>{stateWord(t, draft.state)}</StatusBadge>}
      about={
        <span>
          <When at={draft.created_at} /> · {draft.created_by} · {store?.name ?? ""}
          <span role="status"> · {drafting.isSaving ? t("saving") : t("saved")}</span>
        </span>
      }
      crumbs={[{ to: "/drafts", label: t("title") }]}
      width="wide"
      primary={
        draft.order_id ? (
          <Button component={PlainLink} to={`/orders/${draft.order_id}`}>
            {t("openOrder", { number: `#${draft.order_number ?? ""}` })}
          </Button>
        ) : canEdit ? (
          <Explained reason={whyNot(t, draft)}>
            <Button onClick={() => setDialog("place")}>{t("place")}</Button>
          </Explained>
        ) : null
      }
      acts={
        mayWrite ? (
          <>
            {canEdit ? (
              <Button
                variant="default"
                leftSection={<IconSend size={16} />}
                disabled={draft.cart.lines.length === 0}
                onClick={() => setDialog("send")}
              >
                {t("send")}
              </Button>
            ) : null}
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t("moreActs")}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => duplicate.mutate({ path })}>{t("duplicate")}</Menu.Item>
                {isOpen ? (
                  <Menu.Item
                    color="red"
                    onClick={async () => {
                      const words = { title: t("cancelDraft"), text: t("cancelAsk") };
                      if (await confirm({ ...words, action: t("cancelDraft"), danger: true }))
                        cancel.mutate({ path });
                    }}
                  >
                    {t("cancelDraft")}
                  </Menu.Item>
                ) : null}
                {draft.state === "ordered" || draft.state === "sent" ? null : (
                  <Menu.Item
                    color="red"
                    onClick={async () => {
                      const words = { title: t("delete"), text: t("deleteAsk") };
                      if (await confirm({ ...words, action: t("delete"), danger: true }))
                        remove.mutate({ path });
                    }}
                  >
                    {t("delete")}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </>
        ) : null
      }
    >
      <Columns
        main={
          <>
            {drafting.clash ? (
              <Alert color="yellow" icon={<IconAlertTriangle size={18} />} role="alert">
                {t("conflict")}
              </Alert>
            ) : null}
            {drafting.problem ? (
              <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("refused")} role="alert">
                {drafting.problem.title}
              </Alert>
            ) : null}
            {draft.state === "sent" && draft.link_expires_at ? (
              <Alert color="blue" icon={<IconSend size={18} />}>
                {t.rich(draft.sent_to ? "sentUntil" : "linkUntil", {
                  to: draft.sent_to,
                  when: <When at={draft.link_expires_at} />,
                })}
              </Alert>
            ) : null}
            <Lines drafting={drafting} canEdit={canEdit} />
            <Delivery drafting={drafting} canEdit={canEdit} />
            <Notes drafting={drafting} canEdit={canEdit} />
          </>
        }
        side={
          <>
            <Sums drafting={drafting} canEdit={canEdit} />
            {isOpen && missing.length > 0 ? (
              <Alert color="yellow">
                <Text fw={600} size="sm">
                  {t("missing")}
                </Text>
                {missing.map(([name, what]) => (
                  <Text size="sm" key={name}>
                    {fieldWord(t, name)}: {what}
                  </Text>
                ))}
              </Alert>
            ) : null}
            <Buyer drafting={drafting} canEdit={canEdit} />
          </>
        }
      />
      {dialog === "send" ? (
        <SendDialog draft={draft} took={drafting.take} close={() => setDialog(null)} />
      ) : null}
      {dialog === "place" ? (
        <PlaceDialog draft={draft} took={drafting.take} close={() => setDialog(null)} />
      ) : null}
    </Page>
  );
}

const NAMES: Record<string, string> = { shipping_address: "address", shipping_rate_id: "method" };

/** What keeps it from being placed, in words; null when nothing does. */
function whyNot(t: ReturnType<typeof useDraftWords>, draft: Draft): string | null {
  if (draft.cart.lines.length === 0) return t("noGoods");
  const names = Object.keys(draft.missing);
  return names.length > 0 ? `${t("missing")}: ${names.map((name) => fieldWord(t, name)).join(", ")}` : null;
}

function fieldWord(t: ReturnType<typeof useDraftWords>, name: string): string {
  const key = NAMES[name] ?? name.split(".").at(-1) ?? name;
  return t.has(key) ? t(key) : name;
}
