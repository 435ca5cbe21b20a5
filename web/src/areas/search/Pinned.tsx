import { ActionIcon, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PinnedProduct } from "@/api/generated/types.gen";
import { ProductFinder } from "@/kit/goods/ProductFinder";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { SortableGrid } from "@/kit/sort/SortableGrid";
import { useSearchingWords } from "./words";

const MOST = 10;

interface PinnedProps {
  products: readonly PinnedProduct[];
  complaint: ReactNode;
  change: (products: PinnedProduct[]) => void;
}

/** The pinned products in their order: found by typing, moved by dragging or by keys. */
export function Pinned({ products, complaint, change }: PinnedProps) {
  const t = useSearchingWords();
  return (
    <Section title={t("products")} about={t("productsHelp")}>
      {products.length < MOST ? (
        <ProductFinder
          label={t("addProduct")}
          description={t("addProductHelp")}
          error={complaint}
          taken={new Set(products.map((product) => product.id))}
          onPick={({ id, title, status }) => change([...products, { id, title, status }])}
        />
      ) : null}
      <SortableGrid items={products} name={(product) => product.title} change={change} cell={0}>
        {(product) => (
          <Group gap={10} wrap="nowrap" py={4} flex={1}>
            <Text size="sm" flex={1} lineClamp={1}>
              {product.title}
            </Text>
            {product.status === "active" ? null : <StatusBadge tone="quiet">{t("notOnSale")}</StatusBadge>}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("remove", { name: product.title })}
              onClick={() => change(products.filter((one) => one.id !== product.id))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        )}
      </SortableGrid>
    </Section>
  );
}
