import { ActionIcon, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { CollectionProduct } from "@/api/generated/types.gen";
import { ProductFinder } from "@/kit/goods/ProductFinder";
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
      <ProductFinder
        label={t("addProduct")}
        description={t("addProductHelp")}
        taken={new Set(members.map((member) => member.id))}
        onPick={(product) => change([...members, product])}
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
