import { Button, Skeleton, Table } from "@mantine/core";
import { adminListOrders } from "@/api/generated/sdk.gen";
import { refresh, useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useStore } from "@/app/store";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { useHomeWords } from "./words";

const SHOWN = 6;

/** Who bought last. */
export function LatestOrders() {
  const t = useHomeWords();
  const store = useStore();
  const orders = useRead(adminListOrders, { query: { limit: SHOWN, store_id: store?.id } }, { keep: true });
  useLive(["order"], () => refresh(adminListOrders));
  if (orders.error || orders.data?.items.length === 0) return null;
  return (
    <Section
      title={t("latest")}
      flush
      acts={
        <Button variant="subtle" size="xs" component={PlainLink} to="/orders">
          {t("allOrders")}
        </Button>
      }
    >
      {orders.data === undefined ? (
        <Skeletons>
          <Skeleton height={240} />
        </Skeletons>
      ) : (
        <Table highlightOnHover>
          <Table.Tbody>
            {orders.data.items.map((order) => (
              <Table.Tr key={order.id}>
                <Table.Td pl={16}>
                  <GoLink to={`/orders/${order.id}`} c="inherit" fw={550}>
                    {order.number}
                  </GoLink>
                </Table.Td>
                <Table.Td>{order.name || order.email}</Table.Td>
                <Table.Td c="dimmed">
                  <When at={order.placed_at ?? order.created_at} />
                </Table.Td>
                <Table.Td ta="right" pr={16}>
                  <Money minor={order.total_minor} currency={order.currency} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}
