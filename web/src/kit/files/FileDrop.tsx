/**
 * Files dropped or chosen, each with its progress.
 *
 *     <FileDrop accept={PICTURES} largest={20 * 1024 * 1024} send={uploadPicture} done={(picture) => add(picture)} />
 */
import "@mantine/dropzone/styles.layer.css";
import { ActionIcon, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { Dropzone, type FileRejection } from "@mantine/dropzone";
import { IconUpload, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useLanguage } from "@/app/words";
import { formatBytes } from "../format";
import { useKitWords } from "../words";
import classes from "./FileDrop.module.css";
import type { Sending } from "./upload";
import { type Upload, useUploads } from "./useUploads";

/** What the API takes as pictures. */
export const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"];
export const SHEETS = [
  "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-excel",
];

interface FileDropProps<T> {
  accept: readonly string[];
  /** Bytes a file. */
  largest: number;
  send: (file: File, sending: Sending) => Promise<T>;
  done: (answer: T, file: File) => void;
  multiple?: boolean;
  disabled?: boolean;
  /** Instead of the usual words. */
  children?: ReactNode;
}

/** Media types, and endings of files whose type no browser knows. */
function wanted(accept: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const type of accept) {
    if (type.startsWith("."))
      found["application/octet-stream"] = [...(found["application/octet-stream"] ?? []), type];
    else found[type] = [];
  }
  return found;
}

export function FileDrop<T>({
  accept,
  largest,
  send,
  done,
  multiple = true,
  disabled = false,
  children,
}: FileDropProps<T>) {
  const t = useKitWords();
  const language = useLanguage();
  const { uploads, add, again, drop } = useUploads(send, done);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const size = formatBytes(language, largest);
  const types = accept
    .map((type) => type.split(/[/.]/).at(-1)?.toUpperCase().replace("SHEET", "XLSX"))
    .join(", ");
  const complain = (rejections: FileRejection[]): void =>
    setRefused(
      rejections.map(({ file }) =>
        t(file.size > largest ? "fileTooLarge" : "fileWrongType", { name: file.name, size }),
      ),
    );
  return (
    <Stack gap={8}>
      <Dropzone
        accept={wanted(accept)}
        maxSize={largest}
        multiple={multiple}
        disabled={disabled}
        className={classes.drop}
        onDrop={(files) => {
          setRefused([]);
          add(files);
        }}
        onReject={complain}
        inputProps={{ "aria-label": t("dropFiles") }}
      >
        {children ?? (
          <Group justify="center" gap={12} className={classes.words}>
            <IconUpload size={20} aria-hidden />
            <div>
              <Text size="sm" fw={550}>
                {t("dropFiles")}
              </Text>
              <Text size="xs" c="dimmed">
                {t("dropHelp", { types, size })}
              </Text>
            </div>
          </Group>
        )}
      </Dropzone>
      <div aria-live="polite">
        {refused.map((line) => (
          <Text key={line} size="sm" c="var(--mantine-color-error)">
            {line}
          </Text>
        ))}
      </div>
      {uploads.map((upload) => (
        <Line key={upload.id} upload={upload} again={() => again(upload)} drop={() => drop(upload)} />
      ))}
    </Stack>
  );
}

function Line({ upload, again, drop }: { upload: Upload; again: () => void; drop: () => void }) {
  const t = useKitWords();
  return (
    <div className={classes.line}>
      <Text size="sm" truncate className={classes.name}>
        {upload.file.name}
      </Text>
      {upload.problem ? (
        <>
          <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.said}>
            {upload.problem.title}
          </Text>
          <Button size="xs" variant="default" onClick={again}>
            {t("retry")}
          </Button>
          <ActionIcon size="sm" aria-label={t("close")} onClick={drop}>
            <IconX size={14} />
          </ActionIcon>
        </>
      ) : (
        <Progress
          className={classes.bar}
          value={upload.share * 100}
          aria-label={upload.file.name}
          transitionDuration={150}
        />
      )}
    </div>
  );
}
