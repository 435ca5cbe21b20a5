import { Alert, Button, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconDiscount2 } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { newKey } from "@/api/call";
import {
  adminEditOrder,
  adminGetOrder,
  adminListOrders,
  adminListOrderVersions,
  adminPreviewOrderEdit,
} from "@/api/generated/sdk.gen";
import type { EditPreview, OrderDetail } from "@/api/generated/types.gen";
import { asProblem, type Problem } from "@/api/problem";
import { useRead, useWrite } from "@/api/query";
import { PlainLink, useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { LeaveGuard } from "@/kit/form/LeaveGuard";
import { formatMoney } from "@/kit/format";
import { VariantFinder } from "@/kit/goods/VariantFinder";
import { Page } from "@/kit/Page";
import { Columns, Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Carriage } from "./Carriage";
import { DiscountDialog } from "./DiscountDialog";
import { bodyOf, changedAdded, type Draft, EMPTY, isEmpty, withAdded, withLine } from "./draft";
import classes from "./edit.module.css";
import { AddedRow, SoldRow } from "./LineRow";
import { type Choices, Outcome, wantsLink } from "./Outcome";
import { useEditWords } from "./words";

/** Changing what was ordered: typed on the left, what comes of it on the right before it is applied. */
export default function EditPage() {
  const t = useEditWords();
  const id = useParam("order");
  const order = useRead(adminGetOrder, { path: { order: id } });
  const base = useRead(adminPreviewOrderEdit, { path: { order: id }, body: {} });
  if (order.error && !order.data) return <Failure error={order.error} again={() => void order.refetch()} />;
  if (order.data && base.error && !base.data)
    return (
      <Page title={t("title", { number: `#${order.data.number}` })} crumbs={crumbsOf(t, order.data)}>
        <EmptyState
          title={t("cannot")}
          text={asProblem(base.error).title}
          action={
            <Button component={PlainLink} to={`/orders/${id}`}>
              {t("openOrder")}
            </Button>
          }
        />
      </Page>
    );
  if (!order.data || !base.data) return <Skeletons />;
  return <Loaded key={id} order={order.data} base={base.data} reload={() => void base.refetch()} />;
}

function crumbsOf(t: ReturnType<typeof useEditWords>, order: OrderDetail) {
  return [
    { to: "/orders", label: t("orders") },
    { to: `/orders/${order.id}`, label: t("order", { number: `#${order.number}` }) },
  ];
}

interface LoadedProps {
  order: OrderDetail;
  base: EditPreview;
  reload: () => void;
}

function Loaded({ order, base, reload }: LoadedProps) {
  const t = useEditWords();
  const language = useLanguage();
  const go = useGo();
  const mayDiscount = useMay("orders:discount");
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [choices, setChoices] = useState<Choices>({ reason: "", givesBack: true, sendsLink: null });
  const [isDiscounting, setDiscounting] = useState(false);
  const [isDone, setDone] = useState(false);
  const [clash, setClash] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const body = useMemo(() => bodyOf(draft), [draft]);
  const [asked] = useDebouncedValue(body, 250);
  const preview = useRead(adminPreviewOrderEdit, { path: { order: order.id }, body: asked }, { keep: true });
  const seen = preview.data ?? base;
  const isStale = preview.isPlaceholderData || asked !== body;
  const problem = refusal ?? (preview.error ? asProblem(preview.error) : null);
  const isDirty = !isEmpty(draft) && !isDone;
  // one key for these changes: pressing again after a lost answer edits once
  const key = useRef(newKey());
  const change = (next: Draft) => {
    key.current = newKey();
    setRefusal(null);
    setDraft(next);
  };
  const apply = useWrite(adminEditOrder, {
    changes: [adminGetOrder, adminListOrders, adminListOrderVersions, adminPreviewOrderEdit],
    done: (answer) => {
      setDone(true);
      const values = {
        number: `#${order.number}`,
        amount: formatMoney(language, answer.given_back_minor, answer.currency),
      };
      if (answer.problem) tell(t("appliedProblem", values));
      else if (answer.given_back_minor > 0) tell(t("appliedBack", values));
      else tell(t(answer.link_sent ? "appliedLink" : "applied", values));
      setTimeout(() => go(`/orders/${order.id}`), 0);
    },
    failed: (problem) => {
      if (!problem.isPassing) key.current = newKey();
      if (problem.status === 412) {
        setClash(true);
        reload();
        void preview.refetch();
      } else setRefusal(problem);
    },
  });
  const surplus = seen.money.some((step) => step.kind === "surplus");
  const mayGiveBack = useMay("payments:write");
  const mayRequest = useMay("payments:request");
  const added = seen.lines.filter((line) => line.change === "added");
  const discount = draft.discount === undefined ? base.discount : draft.discount;
  return (
    <Page
      title={t("title", { number: `#${order.number}` })}
      about={t("about")}
      crumbs={crumbsOf(t, order)}
      acts={
        isDirty ? (
          <Button variant="default" onClick={() => change(EMPTY)}>
            {t("reset")}
          </Button>
        ) : null
      }
      width="wide"
    >
      <LeaveGuard isOn={isDirty} />
      <Columns
        main={
          <>
            {clash ? (
              <Alert
                color="yellow"
                icon={<IconAlertTriangle size={18} />}
                withCloseButton
                closeButtonLabel={t("cancel")}
                onClose={() => setClash(false)}
                role="alert"
              >
                {t("conflict")}
              </Alert>
            ) : null}
            <Section
              title={t("lines")}
              flush
              acts={
                mayDiscount ? (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconDiscount2 size={16} />}
                    onClick={() => setDiscounting(true)}
                  >
                    {t("orderDiscount")}
                  </Button>
                ) : null
              }
            >
              <ul className={classes.rows}>
                {base.lines.map((line) => {
                  const edit = draft.lines[line.id];
                  const after = edit?.goods
                    ? seen.lines.find((one) => one.change === "replaced" && one.sku === edit.goods?.sku)
                    : seen.lines.find((one) => one.id === line.id);
                  return (
                    <SoldRow
                      key={line.id}
                      order={order.id}
                      currency={base.currency}
                      line={line}
                      after={after}
                      draft={edit}
                      change={(next) => change(withLine(draft, line.id, next))}
                    />
                  );
                })}
                {draft.added.map((one, place) => (
                  <AddedRow
                    key={one.key}
                    currency={base.currency}
                    added={one}
                    after={isStale ? undefined : added[place]}
                    change={(next) => change(changedAdded(draft, one.key, next))}
                  />
                ))}
              </ul>
              <Stack className={classes.add ?? ""} gap={4}>
                <VariantFinder
                  within={{ order: order.id }}
                  currency={base.currency}
                  label={t("addGoods")}
                  help={t("addGoodsHelp")}
                  onPick={(goods) => change(withAdded(draft, goods))}
                />
                {discount ? (
                  <Text size="sm" c="dimmed">
                    {t("orderDiscount")}: {discount.reason}
                  </Text>
                ) : null}
              </Stack>
            </Section>
            <Carriage
              order={order}
              seen={seen}
              draft={draft}
              errors={problem?.fields ?? {}}
              change={change}
            />
          </>
        }
        side={
          <Outcome
            order={order}
            seen={seen}
            isStale={isStale}
            problem={problem}
            choices={choices}
            choose={(next) => {
              key.current = newKey();
              setChoices(next);
            }}
            isBusy={apply.isPending}
            apply={() => {
              setClash(false);
              apply.mutate({
                path: { order: order.id },
                version: seen.version,
                key: key.current,
                body: {
                  ...body,
                  reason: choices.reason.trim(),
                  gives_back: choices.givesBack && surplus && mayGiveBack,
                  sends_link: wantsLink(choices, seen) && seen.due_minor > 0 && mayRequest,
                },
              });
            }}
          />
        }
      />
      {isDiscounting ? (
        <DiscountDialog
          title={t("orderDiscount")}
          currency={base.currency}
          before={discount}
          close={() => setDiscounting(false)}
          set={(next) => {
            change({ ...draft, discount: next });
            setDiscounting(false);
          }}
        />
      ) : null}
    </Page>
  );
}
