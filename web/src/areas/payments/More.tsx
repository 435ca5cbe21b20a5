import { Button, Group } from "@mantine/core";
import { usePaymentWords } from "./words";

interface MoreProps {
  source: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The page after this one, when there is one. */
export function More({ source }: MoreProps) {
  const t = usePaymentWords();
  if (!source.hasNextPage) return null;
  return (
    <Group justify="center" p="md">
      <Button
        variant="default"
        loading={source.isFetchingNextPage}
        onClick={() => void source.fetchNextPage()}
      >
        {t("showMore")}
      </Button>
    </Group>
  );
}
