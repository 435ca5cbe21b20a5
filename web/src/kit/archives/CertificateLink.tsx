import { Button } from "@mantine/core";
import { IconCertificate } from "@tabler/icons-react";
import type { Deletion } from "@/api/generated/types.gen";
import { useArchiveWords } from "./words";

/** A plain link: the browser saves the paper. */
export function CertificateLink({ deletion }: { deletion: Deletion }) {
  const t = useArchiveWords();
  return (
    <Button
      component="a"
      href={`/api/control/tenants/${deletion.tenant_id}/deletion/certificate.pdf`}
      download
      size="xs"
      variant="default"
      leftSection={<IconCertificate size={16} />}
      aria-label={t("certificateOf", { name: deletion.name })}
    >
      {t("certificate")}
    </Button>
  );
}
