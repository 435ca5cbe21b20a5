import { Group, Stack, Text } from "@mantine/core";
import { adminListProductListPrices } from "@/api/generated/sdk.gen";
import type { ProductListPrice } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { isThere, useMe } from "@/app/may";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";

/** What the product costs on price lists that name it; nothing when none does. */
export function ListPricesSection({ productId }: { productId: string }) {
  const t = useProductWords();
  const isOn = isThere(useMe(), { permission: "products:read", feature: "price_lists" });
  const found = useRead(adminListProductListPrices, { path: { product: productId } }, { enabled: isOn });
  const rows = found.data ?? [];
  if (!isOn || rows.length === 0) return null;
  const lists = new Map<string, ProductListPrice[]>();
  for (const row of rows) lists.set(row.list_id, [...(lists.get(row.list_id) ?? []), row]);
  return (
    <Section title={t("listPrices")}>
      <Stack gap="sm">
        {[...lists].map(([id, prices]) => (
          <div key={id}>
            <GoLink to={`/price-lists/${id}`}>{prices[0]?.list_name}</GoLink>
            {prices.map((price) => (
              <Group key={`${price.sku} ${price.min_quantity}`} justify="space-between" wrap="nowrap">
                <Text size="sm" c="dimmed">
                  {price.sku}
                  {price.min_quantity > 1 ? ` · ${t("listFrom", { count: price.min_quantity })}` : ""}
                </Text>
                <Text size="sm">
                  <Money minor={price.price_minor} currency={price.currency} />
                </Text>
              </Group>
            ))}
          </div>
        ))}
      </Stack>
    </Section>
  );
}
