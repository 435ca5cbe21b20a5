import { ActionIcon, Anchor, Button, Group, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import { adminChangeOrderContact, adminGetOrder, adminListOrders } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { useKitWords } from "@/kit/words";
import { actionOf } from "./states";
import { useOrderWords } from "./words";

/** Who bought, how to reach them, and whether they did before. */
export function Buyer({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const seesCustomers = useMay("customers:read");
  const [isEditing, setEditing] = useState(false);
  const mayChange = actionOf(order, "change_contact")?.is_allowed ?? false;
  const name = order.customer?.name || order.billing_address.name || order.email;
  return (
    <Section
      title={t("who")}
      acts={
        mayChange && !isEditing ? (
          <Tooltip label={t("change_contact")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("change_contact")}
              onClick={() => setEditing(true)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null
      }
    >
      <Stack gap={4}>
        <Group justify="space-between" gap={8}>
          {order.customer && seesCustomers ? (
            <GoLink to={`/customers/${order.customer.id}`} fw={600} c="inherit">
              {name}
            </GoLink>
          ) : (
            <Text fw={600}>{name}</Text>
          )}
          <Text size="xs" c="dimmed">
            {order.customer?.is_registered ? t("registered") : t("guest")}
          </Text>
        </Group>
        {order.customer ? (
          <Text size="xs" c="dimmed">
            {t("ordersOf", { count: order.customer.orders_count })}
          </Text>
        ) : null}
        {isEditing ? (
          <Editor order={order} close={() => setEditing(false)} />
        ) : (
          <>
            <Anchor href={`mailto:${order.email}`} size="sm" truncate>
              {order.email}
            </Anchor>
            {order.phone ? (
              <Anchor href={`tel:${order.phone.replace(/[^+\d]/g, "")}`} size="sm">
                {order.phone}
              </Anchor>
            ) : null}
          </>
        )}
      </Stack>
    </Section>
  );
}

function Editor({ order, close }: { order: OrderDetail; close: () => void }) {
  const t = useOrderWords();
  const kit = useKitWords();
  const record = useRecord({
    values: { email: order.email, phone: order.phone },
    version: order.version,
    labels: { email: t("email"), phone: t("phone") },
    save: (values, version) =>
      call(adminChangeOrderContact, {
        path: { order: order.id },
        body: values,
        version: version ?? order.version,
      }),
    latest: async () => {
      const now = await call(adminGetOrder, { path: { order: order.id } });
      return { values: { email: now.email, phone: now.phone }, version: now.version };
    },
    saved: () => {
      tell(t("saved"));
      refresh(adminGetOrder, adminListOrders);
      close();
    },
  });
  return (
    <RecordForm record={record}>
      <TextInput type="email" autoComplete="off" maxLength={254} {...record.field("email")} />
      <TextInput type="tel" autoComplete="off" maxLength={32} {...record.field("phone")} />
      {record.isDirty ? null : (
        <Button variant="default" onClick={close}>
          {kit("cancel")}
        </Button>
      )}
    </RecordForm>
  );
}
