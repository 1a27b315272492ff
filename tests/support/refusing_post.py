"""A post office that takes every letter but those to an address with "refused" in it, as a mail server does."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend


class RefusingPost(EmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
        for message in messages:
            if any("refused" in address for address in message.to):
                raise SMTPRecipientsRefused(dict.fromkeys(message.to, (550, b"No such mailbox")))
            super().send_messages([message])
        return len(messages)
