import { Page } from "@/kit/Page";
import { LedgerTable } from "./LedgerTable";
import { useInventoryWords } from "./words";

export default function LedgerPage() {
  const t = useInventoryWords();
  return (
    <Page title={t("movementsTitle")} crumbs={[{ to: "/inventory", label: t("title") }]} width="wide">
      <LedgerTable />
    </Page>
  );
}
