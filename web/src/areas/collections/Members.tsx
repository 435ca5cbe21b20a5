import { ActionIcon, Combobox, Group, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { adminListProducts } from "@/api/generated/sdk.gen";
import type { CollectionProduct } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Section } from "@/kit/Section";
import { SortableGrid } from "@/kit/sort/SortableGrid";
import { Thumbnail } from "@/kit/Thumbnail";
import { useCollectionWords } from "./words";

interface MembersProps {
  members: readonly CollectionProduct[];
  change: (members: CollectionProduct[]) => void;
}

/** The products of a collection by hand: found by typing, ordered by dragging or by keys. */
export function Members({ members, change }: MembersProps) {
  const t = useCollectionWords();
  return (
    <Section title={t("products")} about={t("count", { count: members.length })}>
      <Picker
        taken={new Set(members.map((member) => member.id))}
        add={(member) => change([...members, member])}
      />
      {members.length === 0 ? (
        <Text size="sm" c="dimmed" mt="md">
          {t("noProducts")}
        </Text>
      ) : (
        <SortableGrid items={members} name={(member) => member.title} change={change} cell={0}>
          {(member) => (
            <Group gap={10} wrap="nowrap" py={4} flex={1}>
              <Thumbnail image={member.image} size={36} />
              <Text size="sm" flex={1} lineClamp={1}>
                {member.title}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("remove", { name: member.title })}
                onClick={() => change(members.filter((one) => one.id !== member.id))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          )}
        </SortableGrid>
      )}
    </Section>
  );
}

function Picker({ taken, add }: { taken: ReadonlySet<string>; add: (member: CollectionProduct) => void }) {
  const t = useCollectionWords();
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
        if (row) add({ id: row.id, title: row.title, slug: row.slug, status: row.status, image: row.image });
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("addProduct")}
          description={t("addProductHelp")}
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
