import { useMutation } from "@tanstack/react-query";
import { get, part } from "../../api/client";
import type { SignedCertificate } from "../../api/types";
import { Button } from "../../design/Button";
import { FailureLine } from "../../design/Failure";
import { Card } from "../../design/parts";
import { useWords } from "../../i18n";

/** Hands a text to the browser as a file. */
function save(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function Certificate({ id }: { id: string }) {
  const { t } = useWords();
  const download = useMutation({
    mutationFn: () => get<SignedCertificate>(`/requests/${part(id)}/certificate`),
    onSuccess: (certificate) => save(`garim-erasure-${id}.json`, `${JSON.stringify(certificate, null, 2)}\n`),
  });
  return (
    <Card
      title={t("request.certificate")}
      aside={
        <Button look="primary" onClick={() => download.mutate()} disabled={download.isPending}>
          {t("request.download")}
        </Button>
      }
    >
      <p className="text-muted">{t("request.certificateText")}</p>
      <FailureLine error={download.error} />
    </Card>
  );
}
