"""What holds for every answer."""


class PrivatePages:
    """Nothing made for a signed-in person, nor any form, is kept by a shared computer or a cache on the way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            has_form = (
                "CSRF_COOKIE_NEEDS_UPDATE" in request.META
            )  # the page holds a form's token, made for this browser
            personal = request.user.is_authenticated or has_form or request.method not in ("GET", "HEAD")
            response["Cache-Control"] = "private, no-store" if personal else "no-cache"
        return response
