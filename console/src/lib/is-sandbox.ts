/** Whether the server is a sandbox: it marks the page. */
export const isSandbox = document.documentElement.hasAttribute('data-sandbox')
