import { ActionIcon, Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/call";
import { adminTryPromotions } from "@/api/generated/sdk.gen";
import type { Promotion } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./promotions.module.css";
import { VariantFinder } from "./VariantFinder";
import { usePromotionWords } from "./words";

interface Line {
  id: string;
  name: string;
  quantity: number;
}

/** A cart that is only thought of: what applies to it, what does not, and why. */
export function TryIt({ promotion }: { promotion: Promotion }) {
  const t = usePromotionWords();
  const { stores } = useMe();
  const chosen = useStore();
  const [store, setStore] = useState((chosen ?? stores[0])?.id ?? "");
  const [lines, setLines] = useState<Line[]>([]);
  const tried = useQuery({
    queryKey: ["promotions.try", promotion.id, promotion.version, store, lines],
    enabled: lines.length > 0,
    queryFn: () =>
      call(adminTryPromotions, {
        body: {
          store_id: store,
          promotion_id: promotion.id,
          lines: lines.map((line) => ({ variant_id: line.id, quantity: line.quantity })),
        },
      }),
  });
  const found = lines.length > 0 ? tried.data : undefined;
  return (
    <Section title={t("tryIt")}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("tryHelp")}
        </Text>
        {stores.length > 1 ? (
          <Select
            label={t("tryStore")}
            data={stores.map((one) => ({ value: one.id, label: one.name }))}
            value={store}
            allowDeselect={false}
            onChange={(id) => {
              if (id) setStore(id);
              setLines([]);
            }}
          />
        ) : null}
        {lines.map((line) => (
          <Group key={line.id} gap={8} wrap="nowrap">
            <Text size="sm" flex={1} truncate>
              {line.name}
            </Text>
            <NumberInput
              w={84}
              aria-label={t("quantity", { name: line.name })}
              value={line.quantity}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              onChange={(typed) =>
                setLines(
                  lines.map((one) =>
                    one.id === line.id ? { ...one, quantity: Math.max(Number(typed) || 1, 1) } : one,
                  ),
                )
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("removeName", { name: line.name })}
              onClick={() => setLines(lines.filter((one) => one.id !== line.id))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <VariantFinder
          store={store}
          onPick={(id, name) => {
            if (!lines.some((line) => line.id === id)) setLines([...lines, { id, name, quantity: 1 }]);
          }}
        />
        {lines.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("tryEmpty")}
          </Text>
        ) : null}
        {tried.error ? (
          <Text size="sm" c="red" role="alert">
            {asProblem(tried.error).title}
          </Text>
        ) : null}
        {found ? (
          <div aria-live="polite">
            <Group justify="space-between">
              <Text size="sm">{t("subtotal")}</Text>
              <Money minor={found.subtotal_minor} currency={found.currency} />
            </Group>
            <Group justify="space-between">
              <Text size="sm">{t("off")}</Text>
              <Money minor={-found.discount_minor} currency={found.currency} />
            </Group>
            {found.promotions.map((one) => (
              <div key={one.promotion_id} className={classes.why}>
                <Group gap={8} wrap="nowrap">
                  <Text size="sm" fw={one.promotion_id === promotion.id ? 600 : 400} flex={1} truncate>
                    {one.name}
                  </Text>
                  {one.applies ? <StatusBadge tone="good">{t("applies")}</StatusBadge> : null}
                </Group>
                <Text size="sm" c="dimmed">
                  {one.text}
                </Text>
              </div>
            ))}
          </div>
        ) : null}
      </Stack>
    </Section>
  );
}
