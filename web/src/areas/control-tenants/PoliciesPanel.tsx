import { Text } from "@mantine/core";
import { GoLink } from "@/app/here";
import { Section } from "@/kit/Section";
import type { PanelProps } from "./panels";
import { useControlTenantsWords } from "./words";

/** Where the rules that bind this merchant are decided, and what went by them. */
export default function PoliciesPanel({ tenant, company }: PanelProps) {
  const t = useControlTenantsWords();
  return (
    <Section title={t("policies")}>
      <Text size="sm">
        {t("policiesAbout")}{" "}
        <GoLink to={`/policies?tenant=${tenant}`} underline="always">
          {t("policiesOf", { name: company })}
        </GoLink>
      </Text>
      <Text size="sm" mt="xs">
        {t("retentionAbout")}{" "}
        <GoLink to={`/retention?tenant=${tenant}`} underline="always">
          {t("retentionOf", { name: company })}
        </GoLink>
      </Text>
    </Section>
  );
}
