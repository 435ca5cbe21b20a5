import { Button, Group, Menu, Modal, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconDots, IconEye, IconEyeOff, IconFilter, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminDeleteAttribute,
  adminDeleteAttributeSet,
  adminListAttributeSets,
  adminListAttributes,
  adminUpdateAttribute,
} from "@/api/generated/sdk.gen";
import type { StaffAttribute, StaffAttributeSet } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Explained, useReason } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { useProductWords } from "../words";
import { AttributeForm } from "./AttributeForm";
import { SetForm } from "./SetForm";

type Opened =
  | { kind: "attribute"; of: StaffAttribute | null }
  | { kind: "set"; of: StaffAttributeSet | null };

/** What products can be described with, and the templates that ask for it. */
export default function AttributesPage() {
  const t = useProductWords();
  const attributes = useRead(adminListAttributes, {});
  const sets = useRead(adminListAttributeSets, {});
  const [opened, setOpened] = useState<Opened | null>(null);
  const canWrite = useMay("products:write");
  const reason = useReason("products:write");
  const removeSet = useWrite(adminDeleteAttributeSet, {
    changes: [adminListAttributeSets],
    failed: tellProblem,
    done: () => tell(t("setDeleted")),
  });
  const error = attributes.error ?? sets.error;
  if (error) return <Failure error={error} again={() => void attributes.refetch()} />;
  if (!attributes.data || !sets.data) return <Skeletons lines={8} />;
  return (
    <Page
      title={t("attributes")}
      about={t("attributesHelp")}
      crumbs={[{ to: "/products", label: t("title") }]}
      primary={
        <Explained reason={reason}>
          <Button
            leftSection={<IconPlus size={15} />}
            onClick={() => setOpened({ kind: "attribute", of: null })}
          >
            {t("newAttribute")}
          </Button>
        </Explained>
      }
    >
      <Sections>
        <Section title={t("attributes")} flush>
          {attributes.data.length === 0 ? (
            <EmptyState title={t("noAttributes")} text={t("noAttributesHelp")} />
          ) : (
            <Table.ScrollContainer minWidth={640}>
              <Table verticalSpacing="sm" highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("name")}</Table.Th>
                    <Table.Th>{t("attributeKind")}</Table.Th>
                    <Table.Th>{t("visibility")}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t("more")}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {attributes.data.map((one) => (
                    <AttributeRow
                      key={one.id}
                      attribute={one}
                      canWrite={canWrite}
                      open={() => setOpened({ kind: "attribute", of: one })}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Section>
        <Section
          title={t("attributeSets")}
          about={t("setsHelp")}
          flush
          acts={
            <Explained reason={reason}>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlus size={14} />}
                onClick={() => setOpened({ kind: "set", of: null })}
              >
                {t("newSet")}
              </Button>
            </Explained>
          }
        >
          {sets.data.length === 0 ? (
            <EmptyState title={t("noSets")} text={t("noSetsHelp")} />
          ) : (
            <Table.ScrollContainer minWidth={640}>
              <Table verticalSpacing="sm" highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("name")}</Table.Th>
                    <Table.Th>{t("members")}</Table.Th>
                    <Table.Th ta="right" miw={96}>
                      {t("title")}
                    </Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t("more")}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {sets.data.map((one) => (
                    <Table.Tr key={one.id}>
                      <Table.Td fw={550} miw={130}>
                        {one.name}
                      </Table.Td>
                      <Table.Td>
                        {one.members
                          .map((member) => member.name + (member.is_required ? " *" : ""))
                          .join(", ")}
                      </Table.Td>
                      <Table.Td ta="right">{one.products}</Table.Td>
                      <Table.Td ta="right">
                        <Group gap={4} justify="flex-end" wrap="nowrap">
                          <Button
                            variant="default"
                            size="xs"
                            disabled={!canWrite}
                            onClick={() => setOpened({ kind: "set", of: one })}
                          >
                            {t("edit")}
                          </Button>
                          <Explained
                            reason={one.products > 0 ? t("setInUse", { count: one.products }) : reason}
                          >
                            <Button
                              variant="subtle"
                              color="red"
                              size="xs"
                              onClick={() => removeSet.mutate({ path: { attribute_set: one.id } })}
                            >
                              {t("delete")}
                            </Button>
                          </Explained>
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Section>
      </Sections>
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened?.kind === "set" ? t("attributeSet") : t("attribute")}
        size="lg"
      >
        {opened?.kind === "attribute" ? (
          <AttributeForm attribute={opened.of} done={() => setOpened(null)} />
        ) : opened?.kind === "set" ? (
          <SetForm set={opened.of} attributes={attributes.data} done={() => setOpened(null)} />
        ) : null}
      </Modal>
    </Page>
  );
}

interface AttributeRowProps {
  attribute: StaffAttribute;
  canWrite: boolean;
  open: () => void;
}

function AttributeRow({ attribute, canWrite, open }: AttributeRowProps) {
  const t = useProductWords();
  const changes = [adminListAttributes, adminListAttributeSets];
  const update = useWrite(adminUpdateAttribute, { changes, failed: tellProblem });
  const remove = useWrite(adminDeleteAttribute, {
    changes,
    failed: tellProblem,
    done: () => tell(t("attributeDeleted", { name: attribute.name })),
  });
  const path = { attribute: attribute.id };
  return (
    <Table.Tr>
      <Table.Td miw={130}>
        <Text fw={550} size="sm">
          {attribute.name}
        </Text>
        <Text size="xs" c="dimmed">
          {attribute.code}
        </Text>
      </Table.Td>
      <Table.Td>
        {wordOf(t, "kind", attribute.kind)}
        {attribute.unit ? ` (${attribute.unit})` : ""}
        {attribute.choices.length > 0 ? (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {attribute.choices.join(", ")}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <StatusBadge tone={attribute.is_public ? "good" : "quiet"}>
            {attribute.is_public ? t("public") : t("private")}
          </StatusBadge>
          {attribute.is_filter ? <StatusBadge tone="info">{t("filter")}</StatusBadge> : null}
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="subtle"
              size="xs"
              color="gray"
              px={6}
              aria-label={t("moreOf", { name: attribute.name })}
              disabled={!canWrite}
            >
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={open}>{t("edit")}</Menu.Item>
            <Menu.Item
              leftSection={attribute.is_public ? <IconEyeOff size={15} /> : <IconEye size={15} />}
              onClick={() => update.mutate({ path, body: { is_public: !attribute.is_public } })}
            >
              {attribute.is_public ? t("hideFromShoppers") : t("showToShoppers")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFilter size={15} />}
              onClick={() => update.mutate({ path, body: { is_filter: !attribute.is_filter } })}
            >
              {attribute.is_filter ? t("noFilter") : t("makeFilter")}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => remove.mutate({ path })}>
              {t("delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
