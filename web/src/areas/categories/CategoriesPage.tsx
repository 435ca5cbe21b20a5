import { Button, Group, Text } from "@mantine/core";
import { IconCategory } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListCategories, adminMoveCategory } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { SortableTree } from "@/kit/sort/SortableTree";
import { treeOf } from "./tree";
import { useCategoryWords } from "./words";

const DEEPEST = 6;

export default function CategoriesPage() {
  const t = useCategoryWords();
  const found = useRead(adminListCategories, {});
  const rows = found.data ?? [];
  const tree = useMemo(() => treeOf(found.data ?? []), [found.data]);
  const move = useWrite(adminMoveCategory, {
    changes: [adminListCategories],
    done: (moved) => tell(t("moved", { name: moved.name })),
    failed: tellProblem,
  });
  const create = (
    <Button component={PlainLink} to="/categories/new">
      {t("newCategory")}
    </Button>
  );
  const rowOf = (id: string) => rows.find((row) => row.id === id);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      crumbs={[{ to: "/products", label: t("products") }]}
      primary={create}
    >
      {found.error ? (
        <Failure error={found.error} again={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Skeletons />
      ) : rows.length === 0 ? (
        <Section>
          <EmptyState
            icon={<IconCategory size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={create}
          />
        </Section>
      ) : (
        <Section flush>
          <SortableTree
            tree={tree}
            levels={DEEPEST}
            move={({ id, parent, position }) =>
              move.mutate({ path: { category: id }, body: { parent_id: parent ?? "", position } })
            }
            show={(line) => (
              <GoLink to={`/categories/${line.id}`} c="inherit" fw={550}>
                {line.label}
              </GoLink>
            )}
            beside={(line) => (
              <Group gap={12} wrap="nowrap">
                {rowOf(line.id)?.is_visible === false ? (
                  <StatusBadge tone="quiet">{t("hidden")}</StatusBadge>
                ) : null}
                <Text size="sm" c="dimmed">
                  {t("count", { count: rowOf(line.id)?.products ?? 0 })}
                </Text>
              </Group>
            )}
          />
        </Section>
      )}
    </Page>
  );
}
