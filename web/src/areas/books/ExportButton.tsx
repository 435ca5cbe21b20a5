import { Button, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useCompany } from "@/app/here";
import { useBookWords } from "./words";

/** The lines of the entries that match, as a file. */
export function ExportButton({ query }: { query: Readonly<Record<string, string | undefined>> }) {
  const t = useBookWords();
  const company = useCompany();
  const asked = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  return (
    <Tooltip label={t("exportHelp")}>
      <Button
        component="a"
        variant="default"
        leftSection={<IconDownload size={16} />}
        href={`/api/tenants/${encodeURIComponent(company)}/admin/ledger/export.csv?${asked}`}
        download
      >
        {t("export")}
      </Button>
    </Tooltip>
  );
}
