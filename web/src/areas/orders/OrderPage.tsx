import { ActionIcon, Alert, Group, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { adminGetOrder } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { PlainLink, useGo, useParam } from "@/app/here";
import { useKeys } from "@/app/keys";
import { Failure } from "@/kit/Failure";
import { OrderLinks } from "@/kit/links/OrderLinks";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { Acts } from "./Acts";
import { Buyer } from "./Buyer";
import { Delivery } from "./Delivery";
import { EditButton } from "./edit/EditButton";
import { Glance } from "./Glance";
import { Goods } from "./Goods";
import { HeldCard } from "./HeldCard";
import { Money } from "./Money";
import { Notes } from "./Notes";
import { useNeighbours } from "./neighbours";
import classes from "./orders.module.css";
import { Parcels } from "./Parcels";
import { ReturnsCard } from "./ReturnsCard";
import { needTone, needWord } from "./states";
import { Tags } from "./Tags";
import { Timeline } from "./Timeline";
import { useOrderWords } from "./words";

/** In case live updates do not arrive. */
const EVERY = 60_000;

export default function OrderPage() {
  const id = useParam("order");
  const order = useRead(adminGetOrder, { path: { order: id } }, { every: EVERY });
  useLive(["order", "payment", "refund"], (changes) => {
    if (changes.length === 0 || changes.some((change) => change.id === id || change.kind !== "order"))
      void order.refetch();
  });
  if (order.error && !order.data) return <Failure error={order.error} again={() => void order.refetch()} />;
  if (!order.data) return <Skeletons />;
  return <Loaded key={order.data.id} order={order.data} />;
}

function Loaded({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const [clash, setClash] = useState(false);
  const near = useNeighbours(order.id);
  return (
    <Page
      title={t("orderNumber", { number: `#${order.number}` })}
      crumbs={[{ to: near.list, label: t("title") }]}
      beside={<StatusBadge tone={needTone(order.need)}>{needWord(t, order.need)}</StatusBadge>}
      about={
        <Group gap={6}>
          <When at={order.placed_at ?? order.created_at} timeZone={order.store.timezone} />
          <span>·</span>
          <span>{order.store.name}</span>
        </Group>
      }
      acts={
        <>
          <Neighbours previous={near.previous} next={near.next} />
          <OrderLinks order={order} />
          <EditButton order={order} />
        </>
      }
      primary={<Acts order={order} conflict={() => setClash(true)} />}
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
        {order.missing.length > 0 && !order.is_prepared && order.status === "open" ? (
          <Alert color="orange" icon={<IconAlertTriangle size={18} />}>
            {t("missing", { skus: order.missing.join(", ") })}
          </Alert>
        ) : null}
        <HeldCard order={order} conflict={() => setClash(true)} />
        <Glance order={order} />
        <Columns
          main={
            <>
              <div className={classes.pair}>
                <Sections>
                  <Buyer order={order} />
                  <Money order={order} />
                </Sections>
                <Delivery order={order} />
              </div>
              <Parcels order={order} conflict={() => setClash(true)} />
              <Goods order={order} />
              <ReturnsCard order={order} />
            </>
          }
          side={
            <>
              <Notes order={order} />
              <Timeline order={order} />
              <Tags order={order} />
            </>
          }
        />
      </Sections>
    </Page>
  );
}

/** On to the next order of the list that one came from: `[` and `]`. */
function Neighbours({ previous, next }: { previous: string | undefined; next: string | undefined }) {
  const t = useOrderWords();
  const go = useGo();
  useKeys([
    {
      keys: "[",
      label: t("previous"),
      disabled: previous === undefined,
      run: () => previous && go(`/orders/${previous}`),
    },
    {
      keys: "]",
      label: t("nextOrder"),
      disabled: next === undefined,
      run: () => next && go(`/orders/${next}`),
    },
  ]);
  if (previous === undefined && next === undefined) return null;
  return (
    <ActionIcon.Group>
      <Step to={previous} label={t("previous")} icon={<IconChevronLeft size={16} />} />
      <Step to={next} label={t("nextOrder")} icon={<IconChevronRight size={16} />} />
    </ActionIcon.Group>
  );
}

function Step({ to, label, icon }: { to: string | undefined; label: string; icon: ReactNode }) {
  if (to === undefined)
    return (
      <ActionIcon variant="default" size={32} aria-label={label} disabled>
        {icon}
      </ActionIcon>
    );
  return (
    <Tooltip label={label}>
      <ActionIcon component={PlainLink} to={`/orders/${to}`} variant="default" size={32} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
