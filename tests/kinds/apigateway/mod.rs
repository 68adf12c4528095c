mod rest_api;
