import { Group, Stack, Text } from "@mantine/core";
import { adminListPromotionUses } from "@/api/generated/sdk.gen";
import type { Promotion } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { Count, Money } from "@/kit/Money";
import { Section } from "@/kit/Section";

import { usePromotionWords } from "./words";

/** How often it was used, what it gave, and to which orders last. */
export function Figures({ promotion }: { promotion: Promotion }) {
  const t = usePromotionWords();
  const uses = useRead(adminListPromotionUses, { path: { promotion: promotion.id } });
  return (
    <Section title={t("figures")}>
      <Stack gap={8}>
        <Group justify="space-between">
          <Text size="sm">{t("uses")}</Text>
          <Count value={promotion.uses} />
        </Group>
        {promotion.given.map((each) => (
          <Group key={each.currency} justify="space-between">
            <Text size="sm">{t("given")}</Text>
            <Money minor={each.amount_minor} currency={each.currency} />
          </Group>
        ))}
        <Text size="sm" fw={500}>
          {t("lastUses")}
        </Text>
        {uses.data?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("noUses")}
          </Text>
        ) : null}
        {uses.data?.map((use) => (
          <Group key={use.order_id} justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              <GoLink to={`/orders/${use.order_id}`}>{use.number}</GoLink>
              {use.code ? ` · ${use.code}` : ""}
              {use.is_given_back ? ` · ${t("givenBack")}` : ""}
            </Text>
            <Money minor={use.amount_minor} currency={use.currency} />
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
