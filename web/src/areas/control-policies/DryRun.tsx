import { Button, List, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { controlDryRunRetention } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useLanguage, wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Skeletons } from "@/kit/Skeletons";
import { useControlPolicyWords } from "./words";

/** What would go of a merchant now, class by class, if the night had come. Changes nothing. */
export function DryRun({ tenant, name }: { tenant: string; name: string | undefined }) {
  const t = useControlPolicyWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("dryRun")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t("dryRunTitle", { name: name ?? tenant })}
      >
        <Classes tenant={tenant} />
      </Modal>
    </>
  );
}

function Classes({ tenant }: { tenant: string }) {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const found = useRead(controlDryRunRetention, { tenant });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons lines={3} />;
  const most = found.data.counted_up_to ?? Number.POSITIVE_INFINITY;
  const going = Object.entries(found.data.counts).filter(([, count]) => count > 0);
  if (going.length === 0) return <Text size="sm">{t("nothingGoes")}</Text>;
  const figure = new Intl.NumberFormat(language);
  return (
    <List size="sm">
      {going.map(([name, count]) => (
        <List.Item key={name}>
          {count >= most ? "≥ " : ""}
          {figure.format(count)} {wordOf(t, "class", name)}
        </List.Item>
      ))}
    </List>
  );
}
