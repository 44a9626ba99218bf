"""manage.py start_group: the first step on a new site: a group and its first coordinator."""

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from coproduction.models import Person
from groups import actions
from groups.models import Group


class Command(BaseCommand):
    help = "Start a group and give it its first coordinator, who can then sign in by e-mail and add others."

    def add_arguments(self, parser):
        parser.add_argument("name", help="what the group is called")
        parser.add_argument("--purpose", required=True, help="what it is for, in one sentence")
        parser.add_argument("--who-for", required=True, help='who it is for: "anyone who looks after someone."')
        parser.add_argument("--area", required=True, help="its town or area")
        parser.add_argument("--phone", required=True, help="the number of the role people can ring")
        parser.add_argument("--coordinator", required=True, metavar="EMAIL", help="the first coordinator's address")
        parser.add_argument("--called", required=True, help="what the coordinator likes to be called")
        parser.add_argument("--kind", choices=Group.Kind.values, default=Group.Kind.COMMUNITY)
        parser.add_argument("--rule", choices=["on_record", "names_listed", "chatham_house"], default="")

    def handle(self, *args, name, coordinator, called, kind, rule, **options):
        default = "on_record" if kind in Group.IN_PUBLIC else "chatham_house"
        try:
            validate_email(coordinator)
            group = Group(
                name=name,
                slug=slugify(name)[:60],
                kind=kind,
                record_rule=rule or default,
                purpose=options["purpose"],
                who_for=options["who_for"],
                area=options["area"],
                contact_phone=options["phone"],
            )
            group.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        fields = {f.name: getattr(group, f.name) for f in Group._meta.concrete_fields if f.name != "id"}
        with transaction.atomic():
            address = coordinator.strip().lower()
            person = Person.objects.filter(email=address).first() or Person.objects.create_user(address, called=called)
            group = actions.start_group(by=None, coordinator=person, **fields)
        self.stdout.write(f"{group.name} stands at {group.get_absolute_url()}.")
        self.stdout.write(f"{person.called} signs in at {reverse('account_login')} and adds the others.")
