from django.db import migrations

from experio.tenancy import same_employer


class Migration(migrations.Migration):
    dependencies = [("subprojects", "0001_initial")]

    operations = [
        same_employer("subprojects_employment", "staff_member_id", "subprojects_staffmember"),
        same_employer("subprojects_participation", "staff_member_id", "subprojects_staffmember"),
    ]
