/** The style of the chat in another site's page: its own, in the light and in the dark, whatever the page's is. */

export const widgetStyle = `:host{--ink:#1d2520;--line:#8a938d;--ground:#fff;--pine:#1f5c44;font:16px/1.5 system-ui,sans-serif}
@media(prefers-color-scheme:dark){:host{--ink:#e4eae6;--line:#7c8780;--ground:#161b18;--pine:#8cc7ab}}
*{box-sizing:border-box}
button,textarea,input{font:inherit}
.open{position:fixed;right:16px;bottom:16px;z-index:9998}
button{min-height:44px;padding:8px 20px;border:1px solid var(--pine);border-radius:5px;background:var(--pine);color:var(--ground);font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--pine);outline-offset:2px}
.panel{position:fixed;right:16px;bottom:72px;z-index:9999;width:min(380px,calc(100vw - 32px));max-height:calc(100vh - 100px);overflow:auto;padding:16px;border:1px solid var(--line);border-radius:5px;background:var(--ground);color:var(--ink)}
h2{display:flex;justify-content:space-between;align-items:center;margin:0 0 8px;font-size:18px}
.shut{background:none;color:var(--pine);padding:4px 12px}
[role=log]{max-height:240px;overflow:auto}
[role=log] p{margin:0 0 8px;padding:8px 12px;border:1px solid var(--line);border-radius:5px;white-space:pre-line;overflow-wrap:anywhere}
[role=log] .mine{margin-left:32px;border-color:var(--pine)}
b{display:block;font-size:14px}
label{display:block;margin:0 0 8px;font-weight:600}
textarea,input{display:block;font-weight:400;width:100%;padding:8px;border:1px solid var(--line);border-radius:5px;background:var(--ground);color:var(--ink)}
.note{margin:0 0 8px}
.apart{position:absolute;left:-200vw;width:1px}
details{margin-top:12px;font-size:14px}
summary{cursor:pointer}
details h2{display:none}
p{margin:0 0 8px}
dt{font-weight:600}
dd{margin:0 0 8px}
a{color:var(--pine)}`
