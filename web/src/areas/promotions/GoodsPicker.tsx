import { Group, Pill, Select, Stack, Text } from "@mantine/core";
import { adminGetProduct, adminListCategories, adminListCollections } from "@/api/generated/sdk.gen";
import type { ChosenGoods } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { ProductFinder } from "@/kit/goods/ProductFinder";
import { isAll } from "./values";
import { usePromotionWords } from "./words";

interface GoodsPickerProps {
  label?: string;
  goods: ChosenGoods | null | undefined;
  change: (goods: ChosenGoods) => void;
  disabled: boolean;
}

/** Which goods are meant: products, categories, collections; none named means all. */
export function GoodsPicker({ label, goods, change, disabled }: GoodsPickerProps) {
  const t = usePromotionWords();
  const maySeeCollections = useMay("categories:write");
  const categories = useRead(adminListCategories, {});
  const collections = useRead(adminListCollections, {}, { enabled: maySeeCollections });
  const chosen = goods ?? {};
  const named = {
    products: chosen.products ?? [],
    categories: chosen.categories ?? [],
    collections: chosen.collections ?? [],
  };
  const add = (kind: keyof typeof named, id: string) => {
    if (!named[kind].includes(id)) change({ ...chosen, [kind]: [...named[kind], id] });
  };
  const drop = (kind: keyof typeof named, id: string) =>
    change({ ...chosen, [kind]: named[kind].filter((one) => one !== id) });
  const categoryNames = new Map((categories.data ?? []).map((one) => [one.id, one.name]));
  const collectionNames = new Map((collections.data ?? []).map((one) => [one.id, one.title]));
  return (
    <Stack gap={6} w="100%">
      <Text size="sm" fw={500}>
        {label ?? t("goods")}
        {isAll(goods) ? (
          <Text span size="sm" c="dimmed" fw={400}>
            {" · "}
            {t("goodsAll")}
          </Text>
        ) : null}
      </Text>
      <Group gap={6}>
        {named.categories.map((id) => (
          <Chip
            key={id}
            name={categoryNames.get(id) ?? t("unknown")}
            disabled={disabled}
            drop={() => drop("categories", id)}
          />
        ))}
        {named.collections.map((id) => (
          <Chip
            key={id}
            name={collectionNames.get(id) ?? t("unknown")}
            disabled={disabled}
            drop={() => drop("collections", id)}
          />
        ))}
        {named.products.map((id) => (
          <ProductChip key={id} id={id} disabled={disabled} drop={() => drop("products", id)} />
        ))}
      </Group>
      {disabled ? null : (
        <Group gap={8} align="end" wrap="wrap">
          <Select
            aria-label={t("addCategory")}
            placeholder={t("addCategory")}
            searchable
            flex="1 1 10rem"
            value={null}
            data={(categories.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
            onChange={(id) => id && add("categories", id)}
          />
          {collections.data?.length ? (
            <Select
              aria-label={t("addCollection")}
              placeholder={t("addCollection")}
              searchable
              flex="1 1 10rem"
              value={null}
              data={collections.data.map((one) => ({ value: one.id, label: one.title }))}
              onChange={(id) => id && add("collections", id)}
            />
          ) : null}
          <ProductFinder
            flex="1 1 10rem"
            aria-label={t("addProduct")}
            placeholder={t("addProduct")}
            taken={new Set(named.products)}
            onPick={(product) => add("products", product.id)}
          />
        </Group>
      )}
    </Stack>
  );
}

export function Chip({ name, disabled, drop }: { name: string; disabled: boolean; drop: () => void }) {
  const t = usePromotionWords();
  return (
    <Pill
      size="md"
      withRemoveButton={!disabled}
      onRemove={drop}
      removeButtonProps={{ "aria-label": t("removeName", { name }), "aria-hidden": false, tabIndex: 0 }}
    >
      {name}
    </Pill>
  );
}

function ProductChip({ id, disabled, drop }: { id: string; disabled: boolean; drop: () => void }) {
  const t = usePromotionWords();
  const found = useRead(adminGetProduct, { path: { product: id } });
  return <Chip name={found.data?.title ?? t("unknown")} disabled={disabled} drop={drop} />;
}
