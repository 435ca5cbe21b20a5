import { useParam } from "@/app/here";
import TenantArchivesPanel from "@/kit/archives/TenantArchivesPanel";
import { useArchiveWords } from "@/kit/archives/words";
import { Page } from "@/kit/Page";

/** One merchant to a file, and for good: the address of it that outlives the merchant. */
export default function ArchivesPage() {
  const t = useArchiveWords();
  const tenant = useParam("tenant");
  return (
    <Page title={t("title")} crumbs={[{ to: "/deletions", label: t("deletionsTitle") }]}>
      <TenantArchivesPanel tenant={tenant} />
    </Page>
  );
}
