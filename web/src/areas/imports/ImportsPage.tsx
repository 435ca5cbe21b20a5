import { Button, Group, Select, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { IconDownload, IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { presented } from "@/api/credentials";
import { adminImportColumns, adminListImports } from "@/api/generated/sdk.gen";
import type { Uploaded } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo, useSearchWords } from "@/app/here";
import { useMe } from "@/app/may";
import { FileDrop } from "@/kit/files/FileDrop";
import { sendFile } from "@/kit/files/upload";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Earlier } from "./Earlier";
import { KINDS, type Kind, LARGEST, SHEETS } from "./kinds";
import { useImportWords } from "./words";

export default function ImportsPage() {
  const t = useImportWords();
  const go = useGo();
  const { stores } = useMe();
  const [words] = useSearchWords();
  const [kind, setKind] = useState<Kind>(KINDS.find((one) => one === words.kind) ?? "products");
  const [store, setStore] = useState<string | null>(stores[0]?.slug ?? null);
  const query = new URLSearchParams({ kind, ...(kind === "products" && store ? { for_store: store } : {}) });
  return (
    <Page title={t("title")} width="wide">
      <Columns
        main={
          <Sections>
            <Section title={t("import")} about={t("importHelp")}>
              <Stack>
                <SimpleGrid cols={{ base: 1, xs: 2 }}>
                  <Select
                    label={t("what")}
                    data={KINDS.map((value) => ({ value, label: t(value) }))}
                    value={kind}
                    onChange={(value) => setKind(KINDS.find((one) => one === value) ?? "products")}
                    allowDeselect={false}
                  />
                  {kind === "products" && stores.length > 1 ? (
                    <Select
                      label={t("forStore")}
                      data={stores.map((one) => ({ value: one.slug, label: one.name }))}
                      value={store}
                      onChange={setStore}
                      allowDeselect={false}
                    />
                  ) : null}
                </SimpleGrid>
                <Text size="sm" c="dimmed">
                  {t(`${kind}Help`)}
                </Text>
                <FileDrop<Uploaded>
                  accept={SHEETS}
                  largest={LARGEST}
                  multiple={false}
                  send={(file, sending) => sendFile<Uploaded>(`/imports?${query}`, file, sending)}
                  done={(answer) => {
                    refresh(adminListImports);
                    go(`/imports/${answer.file.id}`);
                  }}
                >
                  {t("drop")}
                </FileDrop>
                {kind === "products" ? null : <Help kind={kind} />}
              </Stack>
            </Section>
            <Earlier />
          </Sections>
        }
        side={<Exports />}
      />
    </Page>
  );
}

function Help({ kind }: { kind: Exclude<Kind, "products"> }) {
  const t = useImportWords();
  const columns = useRead(adminImportColumns, { path: { kind } });
  return (
    <details>
      <summary>{t("columns")}</summary>
      <Table mt="sm" fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("column")}</Table.Th>
            <Table.Th>{t("meaning")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.data?.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Td>
                <code>{column.name}</code>
              </Table.Td>
              <Table.Td>
                {column.what}
                {column.is_needed ? ` (${t("needed")})` : ""}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function Exports() {
  const t = useImportWords();
  const base = `/api/tenants/${encodeURIComponent(presented().tenant)}/admin/exports`;
  return (
    <Section title={t("export")} about={t("exportHelp")}>
      <Stack gap="sm">
        {KINDS.map((kind) => (
          <Group key={kind} justify="space-between">
            <Group gap={8}>
              <IconFileImport size={16} aria-hidden />
              {t(kind)}
            </Group>
            <Button.Group>
              {(["csv", "xlsx"] as const).map((form) => (
                <Button
                  key={form}
                  component="a"
                  href={`${base}/${kind}${form === "xlsx" ? "/workbook" : ""}`}
                  download
                  variant="default"
                  size="xs"
                  leftSection={<IconDownload size={14} />}
                  aria-label={`${t(kind)}, ${t(form)}`}
                >
                  {t(form)}
                </Button>
              ))}
            </Button.Group>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
