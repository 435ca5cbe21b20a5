import { ActionIcon, Combobox, Group, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { adminListProducts } from "@/api/generated/sdk.gen";
import type { PinnedProduct } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { SortableGrid } from "@/kit/sort/SortableGrid";
import { Thumbnail } from "@/kit/Thumbnail";
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
        <Picker
          taken={new Set(products.map((product) => product.id))}
          complaint={complaint}
          add={(product) => change([...products, product])}
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

interface PickerProps {
  taken: ReadonlySet<string>;
  complaint: ReactNode;
  add: (product: PinnedProduct) => void;
}

function Picker({ taken, complaint, add }: PickerProps) {
  const t = useSearchingWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminListProducts,
    { query: { q: asked, limit: 10 } },
    { enabled: asked !== "", keep: true },
  );
  const rows = asked === "" ? [] : (found.data?.items ?? []).filter((row) => !taken.has(row.id));
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.id === id);
        if (row) add({ id: row.id, title: row.title, status: row.status });
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("addProduct")}
          description={t("addProductHelp")}
          value={typed}
          error={complaint}
          autoComplete="off"
          rightSection={found.isFetching && asked ? <Loader size={16} /> : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={rows.length === 0}>
        <Combobox.Options>
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              <Group gap={10} wrap="nowrap">
                <Thumbnail image={row.image} size={32} />
                <Text size="sm">{row.title}</Text>
              </Group>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
