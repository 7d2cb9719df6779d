"""Work behind the scenes of mail."""

from datetime import timedelta

from core.declarations import Job, Schedule
from core.mail.sending import send_mail
from core.mail.service import SEND_MAIL

JOBS = (Job(SEND_MAIL, send_mail, timedelta(minutes=5), label="Mail versturen", alone=False),)
SCHEDULES = (Schedule(SEND_MAIL, seconds=15),)
