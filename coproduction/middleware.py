"""What holds for every answer."""


class PrivatePages:
    """Nothing made for a signed-in person, nor any form, is kept by a shared computer or a cache on the way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            personal = request.user.is_authenticated or request.method != "GET" or response.cookies
            response["Cache-Control"] = "private, no-store" if personal else "no-cache"
        return response
