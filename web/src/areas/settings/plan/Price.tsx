import { Text } from "@mantine/core";
import type { Plan } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { usePlanWords } from "@/kit/plan/words";

export function Price({ plan }: { plan: Plan }) {
  const p = usePlanWords();
  const language = useLanguage();
  return (
    <Text size="sm" c="dimmed" component="span">
      {plan.price_minor === 0
        ? p("free")
        : p("perMonth", { price: formatMoney(language, plan.price_minor, plan.currency) })}
    </Text>
  );
}
