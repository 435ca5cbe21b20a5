import { Button, Code, Text } from "@mantine/core";
import { IconCloudOff, IconFileUnknown, IconMoodEmpty } from "@tabler/icons-react";
import { asProblem } from "@/api/problem";
import { Lonely } from "./Lonely";
import { NoPermission } from "./NoPermission";
import { useKitWords } from "./words";

interface FailureProps {
  error: unknown;
  /** Ask again. */
  again?: () => void;
}

/** What happened, what is safe, what to do, and the reference under which we find it. */
export function Failure({ error, again }: FailureProps) {
  const t = useKitWords();
  const problem = asProblem(error);
  if (problem.status === 403) {
    const permission = problem.details.permission;
    return <NoPermission permission={typeof permission === "string" ? permission : undefined} />;
  }
  if (problem.status === 404) {
    return <Lonely title={t("notFound")} text={t("notFoundHelp")} picture={<IconFileUnknown size={24} />} />;
  }
  const isAway = problem.code === "Unreachable";
  return (
    <Lonely
      title={isAway ? t("unreachable") : t("failed")}
      text={
        <>
          <div role="alert">{isAway ? t("unreachableHelp") : `${problem.title} ${t("failedSafe")}`}</div>
          {problem.reference ? (
            <Text size="xs" mt={8}>
              {t.rich("reference", { id: <Code>{problem.reference}</Code> })}
            </Text>
          ) : null}
        </>
      }
      picture={isAway ? <IconCloudOff size={24} /> : <IconMoodEmpty size={24} />}
    >
      {again ? (
        <Button variant="default" onClick={again}>
          {t("retry")}
        </Button>
      ) : null}
    </Lonely>
  );
}
