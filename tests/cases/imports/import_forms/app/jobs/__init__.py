from app.jobs.mail import send as send_mail

from . import report as report_module
