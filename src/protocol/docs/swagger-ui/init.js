// Starts Swagger UI on this server's own document.
window.SwaggerUIBundle({
  url: '/openapi/v3',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
})
