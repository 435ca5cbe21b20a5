import { ActionIcon, Badge, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import type { Address, OrderDetail } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { Quantity } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { AddressForm } from "./AddressForm";
import classes from "./orders.module.css";
import { actionOf, isFetched, whyNot, word } from "./states";
import { useOrderWords } from "./words";

/** Where it goes, how, from where, and to whom it is billed. */
export function Delivery({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const [isEditing, setEditing] = useState(false);
  const change = actionOf(order, "change_address");
  const isSame = JSON.stringify(order.shipping_address) === JSON.stringify(order.billing_address);
  return (
    <Section
      title={isFetched(order) ? t("fetchedBy") : t("where")}
      acts={
        isEditing ? null : (
          <Tooltip label={change?.is_allowed ? t("change_address") : whyNot(t, change)} multiline maw={280}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("change_address")}
              data-disabled={!change?.is_allowed || undefined}
              aria-disabled={!change?.is_allowed}
              onClick={() => change?.is_allowed && setEditing(true)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        )
      }
    >
      {isEditing ? (
        <AddressForm order={order} close={() => setEditing(false)} />
      ) : (
        <Stack gap={12}>
          <Lines address={order.shipping_address} />
          <Stack gap={2}>
            <Text size="xs" c="dimmed">
              {t("how")}
            </Text>
            <Text size="sm">{order.shipping_method.name || "–"}</Text>
          </Stack>
          {order.allocations?.length ? (
            <Stack gap={2}>
              <Text size="xs" c="dimmed">
                {t("comesFrom")}
              </Text>
              {order.allocations.map((one) => (
                <Group key={`${one.location_id}-${one.sku}`} gap={8} justify="space-between">
                  <Text size="sm">
                    {one.location} · {one.sku} × <Taken order={order} sku={one.sku} value={one.quantity} />
                  </Text>
                  <Badge variant="default" size="sm">
                    {word(t, one.status)}
                  </Badge>
                </Group>
              ))}
            </Stack>
          ) : null}
          <Stack gap={2}>
            <Text size="xs" c="dimmed">
              {t("billedTo")}
            </Text>
            {isSame ? <Text size="sm">{t("sameAddress")}</Text> : <Lines address={order.billing_address} />}
          </Stack>
        </Stack>
      )}
    </Section>
  );
}

function Lines({ address }: { address: Address }) {
  const language = useLanguage();
  const country = new Intl.DisplayNames([language], { type: "region" }).of(address.country);
  const place = [address.postal_code, address.city, address.region].filter(Boolean).join(" ");
  const lines = [
    address.name,
    address.company,
    address.line1,
    address.line2,
    place,
    country,
    address.phone,
    address.instructions,
  ].filter(Boolean);
  return (
    <address className={classes.address}>
      {lines.map((line, row) => (
        <Text key={line} size="sm" fw={row === 0 ? 550 : 400}>
          {line}
        </Text>
      ))}
    </address>
  );
}

/** Stock is counted in the steps of what is sold. */
function Taken({ order, sku, value }: { order: OrderDetail; sku: string; value: number }) {
  const line = order.lines.find((one) => one.sku === sku);
  return <Quantity value={value} {...(line ? { scale: line.scale, unit: line.unit } : {})} />;
}
