import { Combobox, Group, Loader, Text, TextInput, type TextInputProps, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminListProducts } from "@/api/generated/sdk.gen";
import type { ProductLine } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Thumbnail } from "../Thumbnail";

interface ProductFinderProps
  extends Pick<
    TextInputProps,
    "label" | "description" | "placeholder" | "aria-label" | "error" | "disabled" | "flex"
  > {
  /** Those that are not offered any more. */
  taken?: ReadonlySet<string>;
  onPick: (product: ProductLine) => void;
}

/** A product, found by typing. */
export function ProductFinder({ taken, onPick, ...field }: ProductFinderProps) {
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminListProducts,
    { query: { q: asked, limit: 10 } },
    { enabled: asked !== "", keep: true },
  );
  const rows = asked === "" ? [] : (found.data?.items ?? []).filter((row) => !taken?.has(row.id));
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.id === id);
        if (row)
          onPick({ id: row.id, title: row.title, slug: row.slug, status: row.status, image: row.image });
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          {...field}
          value={typed}
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
