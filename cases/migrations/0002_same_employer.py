from django.db import migrations

from experio.tenancy import same_employer


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("subprojects", "0002_same_employer")]

    operations = [
        same_employer("cases_sickleaveepisode", "staff_member_id", "subprojects_staffmember"),
        same_employer("cases_extentperiod", "episode_id", "cases_sickleaveepisode"),
        same_employer("cases_certificate", "episode_id", "cases_sickleaveepisode"),
        same_employer("cases_case", "staff_member_id", "subprojects_staffmember"),
        same_employer("cases_journalnote", "case_id", "cases_case"),
        same_employer("cases_delegation", "case_id", "cases_case"),
    ]
