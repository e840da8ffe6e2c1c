/*! Parts of Lit: Copyright 2017-2024 Google LLC, SPDX-License-Identifier: BSD-3-Clause */
window.telephonyCard||(window.telephonyCard=Promise.race([`home-assistant`,`hc-main`].map(e=>customElements.whenDefined(e))).then(()=>{var e={"action.answer":`Answer`,"action.back":`Back`,"action.call":`Call`,"action.call_from":`Call from`,"action.call_party":`Call {party}`,"action.cancel":`Cancel`,"action.close":`Close`,"action.complete_transfer":`Connect the two`,"action.conference":`Conference`,"action.consult":`Consult`,"action.decline":`Decline`,"action.deflect":`Divert`,"action.hangup":`Hang up`,"action.hide":`Hide on this device`,"action.hold":`Hold`,"action.pick_up":`Pick up`,"action.retrieve":`Retrieve`,"action.send_digits":`Keypad`,"action.switch_call":`Swap`,"action.transfer":`Transfer`,"choice.abroad":`Abroad: {country}. Nobody has called this number from here yet, and calls abroad can be expensive.`,"choice.consult":`Consult first, {party} waits`,"choice.go_ahead":`Go ahead`,"choice.save":`Save contact`,"choice.name":`Name`,"choice.transfer":`Transfer {party} there`,"dial.delete":`Delete the last digit`,"dial.keypad":`Show the keypad`,"dial.label":`Name or number`,"dial.none":`No line here can place calls now`,"direction.incoming":`Incoming call`,"direction.outgoing":`Outgoing call`,"direction.to":`to {number}`,"editor.compact":`Compact look`,"editor.devices":`Lines and groups`,"editor.devices_help":`Leave it empty for the first lines that the user may see.`,"editor.lamps":`Lines shown as lamps`,"editor.lamps_help":`Leave it empty for the other lines of the same connections.`,"editor.log_limit":`Calls in the log`,"editor.popup_switch":`Button for the pop-up of this browser`,"editor.sections":`Sections`,"editor.title":`Title`,"card.description":`Calls of one line or several, with everything that can be done with them`,"card.failed":`The lines can’t be shown: {reason}`,"card.name":`Telephony`,"card.no_lines":`No line to show: the connection is down, or you may not see its lines.`,"announce.incoming":`Incoming call from {party} on {line}`,"call.blocked":`Blocked`,"lamp.help":`{name}: {state}`,"log.all":`All`,"log.empty":`No calls yet`,"log.missed":`Missed`,"log.none_missed":`No missed calls`,"log.routed_by":`sent by {name}`,"outcome.answered":`Answered`,"outcome.answered_elsewhere":`Answered elsewhere`,"outcome.busy":`Busy`,"outcome.diverted":`Diverted`,"outcome.failed":`Failed`,"outcome.missed":`Missed`,"outcome.rejected":`Rejected`,"outcome.unanswered":`Unanswered`,"outcome.unknown":`End not seen`,"party.anonymous":`Anonymous`,"party.unknown":`Unknown`,"popup.label":`Incoming calls`,"popup.off":`Calls don’t pop up in this browser`,"popup.on":`Calls pop up in this browser`,"popup.mine":`Calls on your lines pop up in this browser`,"popup.all":`All calls pop up in this browser`,"section.calls":`Lines`,"section.dial":`Dial`,"section.lamps":`Colleagues`,"section.log":`Recent calls`,"state.connected":`Connected`,"state.dialing":`Dialing`,"state.held":`On hold`,"state.idle":`Idle`,"state.ringing":`Ringing`,"state.unavailable":`Unavailable`,"strategy.calls":`Calls`,"strategy.description":`Every line with its calls, log and history`,"strategy.history":`History`,"strategy.missed":`Missed calls`,"strategy.no_lines":`There is no line here yet. Add lines to a Telephony connection in the settings.`,"strategy.states":`Line history`,"strategy.statistics":`Statistics`,"strategy.log":`Activity`,"banner.no_connection":`No connection`,"banner.repair":`Repair`,"banner.since":`Since {time}`,"state.not_registered":`Not registered`,"state.out_of_service":`Out of service`,"action.undo":`Undo`,"missed.title":`Missed calls`,"missed.show":`{count} missed, show them`,"missed.mark_all":`Mark all as read`,"missed.marked":`Marked as read`,"popup.more":`+{count} more`,"popup.fewer":`Fewer`,"card.no_calls":`No calls now`,"strategy.now":`Now`,"editor.busy_only":`Only lines with calls`,"window.label":`Current calls`,"window.minimize":`Make small`,"feature.name":`Call buttons`,"badge.description":`Who calls or talks, else how many calls were missed`,"badge.missed":`{count} missed`,"dial.links":`Open phone links of this browser here`,"transfer.hint":`Touch a name to ask first. Hold it, or touch the arrow, to send the call at once.`,"transfer.send":`Send the call to {name} at once`,"transfer.busy":`{name} is busy.`,"transfer.wait":`Wait until free`,"sent.waiting":`Waiting until {name} is free`,"sent.ringing":`Ringing at {name}`,"sent.answered":`{name} has answered`,"sent.gone":`{name} hasn’t answered`,"action.take_back":`Take back`,"log.in":`Incoming`,"log.out":`Outgoing`,"log.search":`Search`,"log.line":`Line`,"log.all_lines":`All lines`,"log.none":`No call found`,"log.more":`Show more`,"log.between":`{from} to {to}`,"log.figures":`Today: {in} in, {out} out, {missed} missed, longest wait {wait}`,"strategy.counters":`Turn on counters`,"choice.copy":`Copy number`,"action.set_note":`Note`,"action.save":`Save`,"choice.star":`Add to favorites`,"choice.unstar":`Remove from favorites`,"editor.camera":`Camera during calls`,"editor.buttons":`Buttons during calls`,"editor.icon":`Icon`,"editor.action":`Action`,"extras.camera":`Open the camera`,"choice.block":`Block caller`,"choice.blocked":`Calls from this number are blocked. To unblock it, remove it from the phone book.`,"notices.wish":`Notify me while this page is hidden`,"notices.denied":`Your browser blocks notifications`,"ring.choose":`Ring tone of this browser`,"ring.help":`Calls that pop up in this browser ring with it. A browser is silent until you’ve touched the page once.`,"ring.tone":`Ring tone`,"ring.volume":`Volume`,"ring.none":`None`,"ring.ring":`Ring`,"ring.double":`Double ring`,"ring.chime":`Chime`},t=[`de`,`es`,`fr`,`ru`],n={en:e},r=new Map,i=import.meta.url,a=e=>{var n;let r=(n=e.split(`-`)[0])==null?``:n;return t.includes(r)?r:`en`},o=t=>t in e,s=e=>{let t=a(e),o=r.get(t);if(o||n[t])return o==null?Promise.resolve():o;let s=fetch(new URL(`texts/${t}.json?v=ef529c08`,i).href).then(async e=>e.ok?await e.json():{}).catch(()=>({})).then(e=>void(n[t]=e));return r.set(t,s),s},c=(e,t)=>n[a(e)]?!0:(s(e).then(t),!1),l=(t,r,i={})=>{var s,c;return o(r)?((s=(c=n[a(t)])==null?void 0:c[r])==null?e[r]:s).replace(/\{(\w+)\}/gu,(e,t)=>{var n;return String((n=i[t])==null?``:n)}):r},u=globalThis,d=u.ShadowRoot&&(u.ShadyCSS===void 0||u.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,f=Symbol(),p=new WeakMap,m=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==f)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(d&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=p.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&p.set(t,e))}return e}toString(){return this.cssText}},h=e=>new m(typeof e==`string`?e:e+``,void 0,f),g=(e,...t)=>new m(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,f),ee=(e,t)=>{if(d)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=u.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},te=d?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return h(t)})(e):e,ne,re,{is:ie,defineProperty:ae,getOwnPropertyDescriptor:oe,getOwnPropertyNames:se,getOwnPropertySymbols:ce,getPrototypeOf:le}=Object,_=globalThis,ue=_.trustedTypes,de=ue?ue.emptyScript:``,fe=_.reactiveElementPolyfillSupport,v=(e,t)=>e,pe={toAttribute(e,t){switch(t){case Boolean:e=e?de:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},me=(e,t)=>!ie(e,t),he={attribute:!0,type:String,converter:pe,reflect:!1,useDefault:!1,hasChanged:me};(ne=Symbol).metadata!=null||(ne.metadata=Symbol(`metadata`)),_.litPropertyMetadata!=null||(_.litPropertyMetadata=new WeakMap);var y=class extends HTMLElement{static addInitializer(e){var t;this._$Ei(),((t=this.l)==null?this.l=[]:t).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=he){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&ae(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){var r;let{get:i,set:a}=(r=oe(this.prototype,e))==null?{get(){return this[t]},set(e){this[t]=e}}:r;return{get:i,set(t){let r=i==null?void 0:i.call(this);a==null||a.call(this,t),this.requestUpdate(e,r,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){var t;return(t=this.elementProperties.get(e))==null?he:t}static _$Ei(){if(this.hasOwnProperty(v(`elementProperties`)))return;let e=le(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(v(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(v(`properties`))){let e=this.properties,t=[...se(e),...ce(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(te(e))}else e!==void 0&&t.push(te(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){var e;this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),(e=this.constructor.l)==null||e.forEach(e=>e(this))}addController(e){var t,n;((t=this._$EO)==null?this._$EO=new Set:t).add(e),this.renderRoot!==void 0&&this.isConnected&&((n=e.hostConnected)==null||n.call(e))}removeController(e){var t;(t=this._$EO)==null||t.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){var e;let t=(e=this.shadowRoot)==null?this.attachShadow(this.constructor.shadowRootOptions):e;return ee(t,this.constructor.elementStyles),t}connectedCallback(){var e;this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this.enableUpdating(!0),(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostConnected)==null?void 0:t.call(e)})}enableUpdating(e){}disconnectedCallback(){var e;(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostDisconnected)==null?void 0:t.call(e)})}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){var i;let a=(((i=n.converter)==null?void 0:i.toAttribute)===void 0?pe:n.converter).toAttribute(t,n.type);this._$Em=e,a==null?this.removeAttribute(r):this.setAttribute(r,a),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){var i,a,o;let e=n.getPropertyOptions(r),s=typeof e.converter==`function`?{fromAttribute:e.converter}:((i=e.converter)==null?void 0:i.fromAttribute)===void 0?pe:e.converter;this._$Em=r;let c=s.fromAttribute(t,e.type);this[r]=(a=c==null?(o=this._$Ej)==null?void 0:o.get(r):c)==null?c:a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){var a,o;let s=this.constructor;if(!1===r&&(i=this[e]),n!=null||(n=s.getPropertyOptions(e)),!(((a=n.hasChanged)==null?me:a)(i,t)||n.useDefault&&n.reflect&&i===((o=this._$Ej)==null?void 0:o.get(e))&&!this.hasAttribute(s._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){var o,s,c;n&&!((o=this._$Ej)==null?this._$Ej=new Map:o).has(e)&&(this._$Ej.set(e,(s=a==null?t:a)==null?this[e]:s),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&((c=this._$Eq)==null?this._$Eq=new Set:c).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{var n;e=this.shouldUpdate(t),e?(this.willUpdate(t),(n=this._$EO)==null||n.forEach(e=>{var t;return(t=e.hostUpdate)==null?void 0:t.call(e)}),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){var t;(t=this._$EO)==null||t.forEach(e=>{var t;return(t=e.hostUpdated)==null?void 0:t.call(e)}),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&(this._$Eq=this._$Eq.forEach(e=>this._$ET(e,this[e]))),this._$EM()}updated(e){}firstUpdated(e){}};y.elementStyles=[],y.shadowRootOptions={mode:`open`},y[v(`elementProperties`)]=new Map,y[v(`finalized`)]=new Map,fe==null||fe({ReactiveElement:y}),((re=_.reactiveElementVersions)==null?_.reactiveElementVersions=[]:re).push(`2.1.2`);var ge,_e=globalThis,ve=e=>e,ye=_e.trustedTypes,be=ye?ye.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,xe=`$lit$`,b=`lit$${Math.random().toFixed(9).slice(2)}$`,Se=`?`+b,Ce=`<${Se}>`,x=document,S=()=>x.createComment(``),we=e=>e===null||typeof e!=`object`&&typeof e!=`function`,Te=Array.isArray,Ee=e=>Te(e)||typeof(e==null?void 0:e[Symbol.iterator])==`function`,De=`[ 	
\f\r]`,C=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Oe=/-->/g,ke=/>/g,w=RegExp(`>|${De}(?:([^\\s"'>=/]+)(${De}*=${De}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Ae=/'/g,je=/"/g,Me=/^(?:script|style|textarea|title)$/i,T=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Ne=new WeakMap,O=x.createTreeWalker(x,129);function Pe(e,t){if(!Te(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return be===void 0?t:be.createHTML(t)}var Fe=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=C;for(let t=0;t<n;t++){var s;let n=e[t],c,l,u=-1,d=0;for(;d<n.length&&(o.lastIndex=d,l=o.exec(n),l!==null);)d=o.lastIndex,o===C?l[1]===`!--`?o=Oe:l[1]===void 0?l[2]===void 0?l[3]!==void 0&&(o=w):(Me.test(l[2])&&(i=RegExp(`</`+l[2],`g`)),o=w):o=ke:o===w?l[0]===`>`?(o=(s=i)==null?C:s,u=-1):l[1]===void 0?u=-2:(u=o.lastIndex-l[2].length,c=l[1],o=l[3]===void 0?w:l[3]===`"`?je:Ae):o===je||o===Ae?o=w:o===Oe||o===ke?o=C:(o=w,i=void 0);let f=o===w&&e[t+1].startsWith(`/>`)?` `:``;a+=o===C?n+Ce:u>=0?(r.push(c),n.slice(0,u)+xe+n.slice(u)+b+f):n+b+(u===-2?t:f)}return[Pe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Ie=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Fe(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(xe)){let t=u[o++],n=i.getAttribute(e).split(b),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ze:r[1]===`?`?Be:r[1]===`@`?Ve:A}),i.removeAttribute(e)}else e.startsWith(b)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Me.test(i.tagName)){let e=i.textContent.split(b),t=e.length-1;if(t>0){i.textContent=ye?ye.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],S()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],S())}}}else if(i.nodeType===8){if(i.data===Se)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(b,e+1))!==-1;)c.push({type:7,index:a}),e+=b.length-1}}a++}}static createElement(e,t){let n=x.createElement(`template`);return n.innerHTML=e,n}};function k(e,t,n=e,r){var i,a,o;if(t===E)return t;let s=r===void 0?n._$Cl:(i=n._$Co)==null?void 0:i[r],c=we(t)?void 0:t._$litDirective$;return(s==null?void 0:s.constructor)!==c&&(s==null||(a=s._$AO)==null||a.call(s,!1),c===void 0?s=void 0:(s=new c(e),s._$AT(e,n,r)),r===void 0?n._$Cl=s:((o=n._$Co)==null?n._$Co=[]:o)[r]=s),s!==void 0&&(t=k(e,s._$AS(e,t.values),s,r)),t}var Le=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){var t;let{el:{content:n},parts:r}=this._$AD,i=((t=e==null?void 0:e.creationScope)==null?x:t).importNode(n,!0);O.currentNode=i;let a=O.nextNode(),o=0,s=0,c=r[0];for(;c!==void 0;){if(o===c.index){let t;c.type===2?t=new Re(a,a.nextSibling,this,e):c.type===1?t=new c.ctor(a,c.name,c.strings,this,e):c.type===6&&(t=new He(a,this,e)),this._$AV.push(t),c=r[++s]}o!==(c==null?void 0:c.index)&&(a=O.nextNode(),o++)}return O.currentNode=x,i}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Re=class e{get _$AU(){var e,t;return(e=(t=this._$AM)==null?void 0:t._$AU)==null?this._$Cv:e}constructor(e,t,n,r){var i;this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=(i=r==null?void 0:r.isConnected)==null||i}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&(e==null?void 0:e.nodeType)===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=k(this,e,t),we(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Ee(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&we(this._$AH)?this._$AA.nextSibling.data=e:this.T(x.createTextNode(e)),this._$AH=e}$(e){var t;let{values:n,_$litType$:r}=e,i=typeof r==`number`?this._$AC(e):(r.el===void 0&&(r.el=Ie.createElement(Pe(r.h,r.h[0]),this.options)),r);if(((t=this._$AH)==null?void 0:t._$AD)===i)this._$AH.p(n);else{let e=new Le(i,this),t=e.u(this.options);e.p(n),this.T(t),this._$AH=e}}_$AC(e){let t=Ne.get(e.strings);return t===void 0&&Ne.set(e.strings,t=new Ie(e)),t}k(t){Te(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(S()),this.O(S()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){var n;for((n=this._$AP)==null||n.call(this,!1,!0,t);e!==this._$AB;){let t=ve(e).nextSibling;ve(e).remove(),e=t}}setConnected(e){var t;this._$AM===void 0&&(this._$Cv=e,(t=this._$AP)==null||t.call(this,e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=k(this,e,t,0),a=!we(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{var o;let r=e,s,c;for(e=i[0],s=0;s<i.length-1;s++)c=k(this,r[n+s],t,s),c===E&&(c=this._$AH[s]),a||(a=!we(c)||c!==this._$AH[s]),c===D?e=D:e!==D&&(e+=((o=c)==null?``:o)+i[s+1]),this._$AH[s]=c}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e==null?``:e)}},ze=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},Be=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},Ve=class extends A{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){var n;if((e=(n=k(this,e,t,0))==null?D:n)===E)return;let r=this._$AH,i=e===D&&r!==D||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,a=e!==D&&(r===D||i);i&&this.element.removeEventListener(this.name,this,r),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){var t,n;typeof this._$AH==`function`?this._$AH.call((t=(n=this.options)==null?void 0:n.host)==null?this.element:t,e):this._$AH.handleEvent(e)}},He=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){k(this,e)}},Ue={M:xe,P:b,A:Se,C:1,L:Fe,R:Le,D:Ee,V:k,I:Re,H:A,N:Be,U:Ve,B:ze,F:He},We=_e.litHtmlPolyfillSupport;We==null||We(Ie,Re),((ge=_e.litHtmlVersions)==null?_e.litHtmlVersions=[]:ge).push(`3.3.3`);var Ge=(e,t,n)=>{var r;let i=(r=n==null?void 0:n.renderBefore)==null?t:r,a=i._$litPart$;if(a===void 0){var o;let e=(o=n==null?void 0:n.renderBefore)==null?null:o;i._$litPart$=a=new Re(t.insertBefore(S(),e),e,void 0,n==null?{}:n)}return a._$AI(e),a},Ke,qe,j=globalThis,M=class extends y{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){var e;let t=super.createRenderRoot();return(e=this.renderOptions).renderBefore!=null||(e.renderBefore=t.firstChild),t}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ge(t,this.renderRoot,this.renderOptions)}connectedCallback(){var e;super.connectedCallback(),(e=this._$Do)==null||e.setConnected(!0)}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this._$Do)==null||e.setConnected(!1)}render(){return E}};M._$litElement$=!0,M.finalized=!0,(Ke=j.litElementHydrateSupport)==null||Ke.call(j,{LitElement:M});var Je=j.litElementPolyfillSupport;Je==null||Je({LitElement:M}),((qe=j.litElementVersions)==null?j.litElementVersions=[]:qe).push(`4.2.2`);var Ye={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Xe=e=>(...t)=>({_$litDirective$:e,values:t}),Ze=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Qe}=Ue,$e=e=>e,et=()=>document.createComment(``),tt=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Qe(r.insertBefore(et(),i),r.insertBefore(et(),i),e,e.options);else{let t=n._$AB.nextSibling,o=n._$AM,s=o!==e;if(s){var a;let t;(a=n._$AQ)==null||a.call(n,e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==o._$AU&&n._$AP(t)}if(t!==i||s){let e=n._$AA;for(;e!==t;){let t=$e(e).nextSibling;$e(r).insertBefore(e,i),e=t}}}return n},N=(e,t,n=e)=>(e._$AI(t,n),e),nt={},rt=(e,t=nt)=>e._$AH=t,it=e=>e._$AH,at=e=>{e._$AR(),e._$AA.remove(),e._$AB.remove()},ot=(e,t,n)=>{let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},P=Xe(class extends Ze{constructor(e){if(super(e),e.type!==Ye.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){var i;let a=it(e),{values:o,keys:s}=this.dt(t,n,r);if(!Array.isArray(a))return this.ut=s,o;let c=(i=this.ut)==null?this.ut=[]:i,l=[],u,d,f=0,p=a.length-1,m=0,h=o.length-1;for(;f<=p&&m<=h;)if(a[f]===null)f++;else if(a[p]===null)p--;else if(c[f]===s[m])l[m]=N(a[f],o[m]),f++,m++;else if(c[p]===s[h])l[h]=N(a[p],o[h]),p--,h--;else if(c[f]===s[h])l[h]=N(a[f],o[h]),tt(e,l[h+1],a[f]),f++,h--;else if(c[p]===s[m])l[m]=N(a[p],o[m]),tt(e,a[f],a[p]),p--,m++;else if(u===void 0&&(u=ot(s,m,h),d=ot(c,f,p)),u.has(c[f])){if(u.has(c[p])){let t=d.get(s[m]),n=t===void 0?null:a[t];if(n===null){let t=tt(e,a[f]);N(t,o[m]),l[m]=t}else l[m]=N(n,o[m]),tt(e,a[f],n),a[t]=null;m++}else at(a[p]),p--}else at(a[f]),f++;for(;m<=h;){let t=tt(e,l[h+1]);N(t,o[m]),l[m++]=t}for(;f<=p;){let e=a[f++];e!==null&&at(e)}return this.ut=s,rt(e,l),E}}),st=new Set([`answer`,`make_call`,`pick_up`]),ct=e=>{window.dispatchEvent(new CustomEvent(`telephony-follow`,{detail:e}))},F=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-command`,{detail:t,bubbles:!0,composed:!0}))},lt=async(e,t)=>{let{action:n,line:r,data:i={}}=t;await e.sendMessagePromise({type:`call_service`,domain:`telephony`,service:n,service_data:r.in_group?{...i,line:r.line}:i,target:{device_id:r.device_id}}),st.has(n)&&ct(r)},I=e=>{var t;return(t=e==null?void 0:e.message)==null?String(e):t},ut=({number:e,name_source:t})=>!!e&&t!==`phone_book`&&t!==`line`,L=({available:e,state:t,trouble:n})=>e?t===`idle`&&n||t:`unavailable`,dt=({calls:e})=>{let t=e=>e.reduce((e,{started_at:t})=>e&&e<t?e:t,``),n=e.filter(({state:e})=>e===`ringing`);return n.length?`0${t(n)}`:`1${t(e)}`},R=({device_id:e,line:t})=>`${e}/${t}`,ft=(e,t=[],n)=>e.length===t.length&&e.every((e,r)=>{let i=t[r];return e===i||n(e)===n(i)}),pt=e=>[...e.filter(({mine:e})=>e),...e.filter(({mine:e})=>!e)],mt=e=>{let t=new Map;for(let n of e){let e=t.get(n.connection);e?e.push(n):t.set(n.connection,[n])}return t},ht={lines:new Map,lamps:new Map,skew:0},gt=500,_t=(e,{calls_changed:t,log_added:n,log_length:r,...i})=>{var a;let o={...e,...i};return t&&(o.calls=o.calls.map(e=>{let n=t[e.call_id];return n?{...e,...n}:e})),n&&(o.log=[...n,...(a=e==null?void 0:e.log)==null?[]:a].slice(0,r)),o},vt=(e,t)=>({...e,...t}),yt=(e,t,n,r)=>{if(!t&&!n.some(t=>e.has(t)))return e;let i=new Map(e);for(let e of n)i.delete(e);for(let[e,n]of Object.entries(t==null?{}:t))i.set(e,r(i.get(e),n));return i},bt=(e,t,n=Date.now())=>{var r;let i=t.snapshot?ht:e,a=(r=t.removed)==null?[]:r,o=Date.parse(t.now)-n;return{lines:yt(i.lines,t.lines,a,_t),lamps:yt(i.lamps,t.lamps,a,vt),skew:Math.abs(o-i.skew)<gt?i.skew:o}},xt=(e,{calls:t,removed:n})=>{if(!n)return t;let r=new Set([...n,...t.map(({call:e})=>e.call_id)]);return[...e.filter(({call:e})=>!r.has(e.call_id)),...t].sort((e,t)=>e.call.started_at<t.call.started_at?-1:1)},St=({lines:e,lamps:t,skew:n})=>({lines:new Map([...e].map(([e,t])=>[e,{...t,available:!1}])),lamps:new Map([...t].map(([e,t])=>[e,{...t,available:!1}])),skew:n}),Ct=new WeakMap,z=e=>{if(e.available)return e;let t=Ct.get(e);if(t)return t;let n={...e,state:`idle`,actions:[],calls:[]};return Ct.set(e,n),n},B=class{constructor(e,t,n){this.host=e,this.onMessage=t,this.onLost=n,this.error=``,this.request=``,this.generation=0,e.addController(this)}hostConnected(){this.start()}hostDisconnected(){this.stop()}set(e,t){let n=JSON.stringify(t);(e!==this.connection||n!==this.request)&&(this.stop(),this.connection=e,this.request=n,this.host.isConnected&&this.start())}start(){this.stop(),this.connection&&(this.connection.addEventListener(`disconnected`,this.onLost),this.subscribe(this.connection,++this.generation))}stop(){var e,t;this.generation++,(e=this.connection)==null||e.removeEventListener(`disconnected`,this.onLost),(t=this.end)==null||t.call(this),this.end=void 0}async subscribe(e,t){let n=()=>t===this.generation;try{let t=await e.subscribeMessage(e=>{n()&&this.onMessage(e)},JSON.parse(this.request));if(!n())return void t();this.end=t,this.error=``}catch(e){var r;if(!n())return;this.error=(r=e.message)==null?String(e):r}this.host.requestUpdate()}},V=class{constructor(e,t=()=>e.requestUpdate()){this.snapshot=ht,this.subscription=new B(e,e=>{this.snapshot=bt(this.snapshot,e),t(!1)},()=>{this.snapshot=St(this.snapshot),t(!0)})}get skew(){return this.snapshot.skew}get lines(){return[...this.snapshot.lines.values()].map(z)}set(e,t,n=[]){this.subscription.set(e,{type:`telephony/subscribe`,...t&&{device_ids:t},...n&&{lamp_device_ids:n},log_limit:0})}},wt=[`ringing`,`connected`,`dialing`,`held`],Tt=e=>e.flatMap(e=>e.calls.map(t=>({line:e,call:t}))).filter(({call:e})=>!e.blocked).sort(({call:e},{call:t})=>wt.indexOf(e.state)-wt.indexOf(t.state)||(e.started_at<t.started_at?-1:1))[0],Et=({entities:e={}},t)=>Object.keys(e).find(n=>{var r,i,a;return((r=e[n])==null?void 0:r.platform)===`telephony`&&((i=e[n])==null?void 0:i.device_id)===t&&((a=e[n])==null?void 0:a.translation_key)===`state`}),Dt=1e4,Ot=`telephony-calls`,kt=()=>{try{var e;return new Map(JSON.parse((e=sessionStorage.getItem(Ot))==null?`[]`:e))}catch{return new Map}},At=class{constructor(e,t){this.changed=t,this.lines=[],this.own=[],this.rung=kt(),this.fresh=new Map,this.watched=new V(e,e=>{this.show(),e||this.prune()})}get skew(){return this.watched.skew}get isBusy(){return[...this.watched.snapshot.lines].some(([e,t])=>this.follows(e,t)&&z(t).calls.length>0)}ring(e,t,n){this.connection=e,this.own=n;for(let{line:e}of t)this.rung.set(R(e),e.device_id);this.listen()}keep(e,t){this.connection=e,this.fresh.set(R(t),Date.now()),this.rung.set(R(t),t.device_id),this.listen()}listen(){sessionStorage.setItem(Ot,JSON.stringify([...this.rung]));let e=[...new Set([...this.own,...this.rung.values()])].sort();this.connection&&(e.length||this.watched.snapshot.lines.size)&&this.watched.set(this.connection,e)}prune(){let e=this.rung.size;for(let e of this.rung.keys()){var t,n;(t=this.watched.snapshot.lines.get(e))!=null&&t.calls.length?this.fresh.delete(e):Date.now()-((n=this.fresh.get(e))==null?0:n)>Dt&&this.rung.delete(e)}this.rung.size!==e&&this.listen()}show(){this.lines=[...this.watched.snapshot.lines].flatMap(([e,t])=>{if(!this.follows(e,t))return[];let n=z(t).calls.filter(({state:e,blocked:t})=>e!==`ringing`&&!t);return n.length?[{...z(t),missed:0,calls:n}]:[]}),this.changed()}follows(e,{mine:t}){return t===!0||this.rung.has(e)}},H=e=>{var t,n;return(t=(n=e.formatted_number)==null?e.number:n)==null?``:t},jt=e=>T`<bdi dir="ltr">${e}</bdi>`,U=(e,t)=>e.name?e.name_source===`network`?`\u201c${e.name.replace(/["\u201c-\u201f]/gu,`’`)}\u201d`:e.name:e.number?H(e):l(t,e.presentation===`restricted`?`party.anonymous`:`party.unknown`),W=(e,t)=>e.name||!e.number?T`<bdi>${U(e,t)}</bdi>`:jt(H(e)),Mt=e=>{var t;if(e.name_source===`network`)return``;let n=((t=e.name)==null?``:t).split(/[\s,.-]+/u).filter(e=>/^\p{L}/u.test(e));return(n.length>1?[n[0],n[n.length-1]]:n).map(e=>{var t;return(t=[...e==null?``:e][0])==null?void 0:t.toLocaleUpperCase()}).join(``)},Nt=(e,t)=>/^[A-Z]{2}$/u.test(e)&&`DisplayNames`in Intl?new Intl.DisplayNames([t],{type:`region`}).of(e):void 0,Pt=e=>{let t=Math.max(0,Math.floor(e)),n=e=>String(e).padStart(2,`0`),r=Math.floor(t/60);return r<60?`${r}:${n(t%60)}`:`${Math.floor(r/60)}:${n(r%60)}:${n(t%60)}`},Ft=(e,t,n=new Date)=>{let r=new Date(e.started_at),i=r.toDateString()===n.toDateString()?{timeStyle:`short`}:{day:`numeric`,month:`short`,hour:`numeric`,minute:`2-digit`};return new Intl.DateTimeFormat(t,i).format(r)},G=e=>{var t;let n=e;if(n.showModal)return n.showModal();e.classList.add(`layer`),e.setAttribute(`open`,``),e.setAttribute(`role`,`dialog`),e.setAttribute(`aria-modal`,`true`),e.onkeydown=({key:t})=>t===`Escape`&&K(e),(t=e.querySelector(`button, select`))==null||t.focus()},K=e=>{let t=e;if(t.close)return t.close();e.hasAttribute(`open`)&&(e.removeAttribute(`open`),e.dispatchEvent(new Event(`close`)))},It=()=>`togglePopover`in HTMLElement.prototype?``:`layer away`,Lt=(e,t)=>{let n=e;n.togglePopover?n.togglePopover(t):e.className=t?`layer`:`layer away`},Rt=()=>{if(!CSS.supports(`selector(:modal)`))return!1;let e=document.activeElement;for(;e;){var t,n;if(e.closest(`:modal`))return!0;e=(t=(n=e.shadowRoot)==null?void 0:n.activeElement)==null?null:t}return!1},zt=(e,t)=>{var n,r;let{left:i,top:a,width:o,height:s}=t.getBoundingClientRect(),c=(n=(r=document).elementFromPoint)==null?void 0:n.call(r,i+o/2,a+s/2);return!!c&&c!==e},Bt=g` dialog:not([open]),.layer.away{display:none}.layer{display:block;position:fixed;z-index:2147483647}dialog.layer{top:50%;left:50%;margin:0;transform:translate(-50%,-50%);box-shadow:0 0 0 100vmax rgb(0 0 0 / 0.45)}`,Vt=250,Ht=class{constructor(e,t,n){this.host=e,this.element=t,this.isUrgent=n,this.modal=!1,this.isShown=!1,this.yields=!1,this.rising=!1,e.addController(this)}hostDisconnected(){clearInterval(this.watch)}hostUpdate(){this.isShown||(this.modal=this.rising||Rt(),this.rising=!1)}show(e){if(this.isShown=e,clearInterval(this.watch),e&&(this.watch=setInterval(()=>this.rise(),Vt)),this.modal){let t=this.element();e?G(t):K(t)}else Lt(this.element(),e)}rise(){!this.yields&&this.isUrgent()&&zt(this.host,this.element())&&(this.show(!1),this.rising=!0,this.host.requestUpdate())}},Ut={12:`-u-hc-h12`,24:`-u-hc-h23`},Wt=({language:e,locale:t})=>{var n,r,i;return((n=t==null?void 0:t.language)==null?e:n)+((r=Ut[(i=t==null?void 0:t.time_format)==null?``:i])==null?``:r)},Gt=50,Kt=async()=>{let e=window;for(;!e.hassConnection;)await new Promise(e=>setTimeout(e,Gt));return(await e.hassConnection).conn},q=()=>document.documentElement.lang||`en`,qt={a:[`answer`],h:[`hold`,`retrieve`],t:[`transfer`],e:[`hangup`]},Jt=[`connected`,`dialing`,`ringing`,`held`],Yt=(e,t)=>{let n=e.filter(({can_control:e})=>e).flatMap(e=>e.calls.map(t=>({line:e,call:t}))).sort(({call:e},{call:t})=>Jt.indexOf(e.state)-Jt.indexOf(t.state)||(e.started_at<t.started_at?-1:1));for(let e of t){let t=n.find(({call:{actions:t,state:n,blocked:r}})=>t.includes(e)&&(n!==`ringing`||e!==`hangup`&&!r));if(t)return{action:e,...t}}},Xt=`input, textarea, select, [contenteditable=''], [contenteditable='true']`,Zt=new Set([`textbox`,`combobox`,`searchbox`,`spinbutton`]),Qt=e=>e.composedPath().some(e=>{var t;return e instanceof HTMLElement&&(e.matches(Xt)||e.isContentEditable||Zt.has((t=e.getAttribute(`role`))==null?``:t))}),$t=()=>localStorage.getItem(`enableShortcuts`)!==`false`,en=e=>{let t=t=>{let n=qt[t.key.toLowerCase()];!n||t.repeat||t.isComposing||t.defaultPrevented||t.ctrlKey||t.metaKey||t.altKey||t.shiftKey||!Qt(t)&&$t()&&e(n)&&(t.preventDefault(),t.stopImmediatePropagation())};return window.addEventListener(`keydown`,t,!0),()=>window.removeEventListener(`keydown`,t,!0)},tn=`telephony-notices`,nn=()=>`Notification`in window&&isSecureContext,rn=()=>Notification.permission===`denied`,an=()=>nn()&&Notification.permission===`granted`&&localStorage.getItem(tn)===`on`,on=async(e,t)=>{if(localStorage.setItem(tn,`off`),e&&await new Promise(e=>{var t;(t=Notification.requestPermission(e))==null||t.then(e)})===`granted`)try{new Notification(l(t,`card.name`),{body:l(t,`notices.wish`)}),localStorage.setItem(tn,`on`)}catch{}},sn=new Map,cn=(e,t)=>{let n=document.hidden&&an()?e:[];for(let[e,t]of sn)n.some(({call:t})=>t.call_id===e)||(t.close(),sn.delete(e));for(let{call:e,line:r}of n){if(sn.has(e.call_id))continue;let n=new Notification(U(e,t),{body:`${l(t,`direction.incoming`)} \u00b7 ${r.name}`,tag:e.call_id,requireInteraction:!0,...e.picture&&{icon:e.picture}});n.onclick=()=>{window.focus(),n.close()},sn.set(e.call_id,n)}},ln=(e,t,n)=>[...e.flatMap(({log:e})=>e).sort((e,t)=>e.started_at<t.started_at?1:-1).flatMap(e=>e.number?[{name:e.name?U(e,n):e.number,number:e.number,formatted_number:e.formatted_number}]:[]),...[...t].map(({name:e,line:t})=>({name:e,number:t}))],un=class{constructor(e,t){this.connection=e,this.failed=t,this.search=async(e,t)=>{var n;let r=await this.ask(`search`,e,{query:t});return(n=r==null?void 0:r.contacts)==null?[]:n},this.newAbroad=async(e,t)=>{var n;let r=await this.ask(`check_number`,e,{number:t});return(n=r==null?void 0:r.new_abroad)==null?null:n},this.saveContact=async(e,t,n,r=!1)=>!!await this.ask(`save_contact`,e,{number:t,name:n,...r&&{block:r}}),this.setFavorite=async(e,t,n)=>{await this.ask(`set_favorite`,e,{number:t,favorite:n})}}async ask(e,t,n){if(t)try{var r;return await((r=this.connection())==null?void 0:r.sendMessagePromise({type:`telephony/${e}`,device_id:t.device_id,...n}))}catch(e){this.failed(I(e));return}}},dn=new Set,fn=e=>(dn.add(e),()=>dn.delete(e)),pn=()=>dn.size>0,mn=e=>[...dn].some(t=>t(e)),hn=e=>{let{top:t,bottom:n,left:r,right:i,height:a}=e.getBoundingClientRect();return a>0&&t>=0&&r>=0&&n<=innerHeight+1&&i<=innerWidth+1},gn=`telephony-extras`,_n=({connection:e,line:t})=>`${e}/${t}`,vn=()=>{try{var e,t;return(e=JSON.parse((t=localStorage.getItem(gn))==null?`{}`:t))==null?{}:e}catch{return{}}},yn=(e,t)=>{let n=vn();for(let r of e)t?n[_n(r)]=t:delete n[_n(r)];localStorage.setItem(gn,JSON.stringify(n))},bn=e=>vn()[_n(e)],xn=(e,t)=>{var n;e.dispatchEvent(new Event(`telephony-own`,{bubbles:!0,composed:!0})),(n=document.querySelector(`home-assistant, hc-main`))==null||n.dispatchEvent(new CustomEvent(`hass-action`,{detail:{config:t,action:`tap`}}))},Sn=`telephony-popup`,Cn=`telephony-popup-choice`,wn=()=>{let e=localStorage.getItem(Sn);return e===`on`||e===`all`||e===`off`?e:void 0},Tn=e=>{localStorage.setItem(Sn,e),window.dispatchEvent(new Event(Cn))},En=({popup:e,mine:t})=>{var n;let r=(n=wn())==null?e?`on`:`off`:n;return r===`all`||r===`on`&&t!==!1},Dn=(e,t)=>e===`off`?`on`:e===`on`&&t?`all`:`off`,On=e=>(window.addEventListener(Cn,e),window.addEventListener(`storage`,e),()=>{window.removeEventListener(Cn,e),window.removeEventListener(`storage`,e)}),kn=g` .dot{margin-inline-end:8px}[popover],dialog{position:fixed;top:16px;right:0;bottom:auto;left:0;box-sizing:border-box;width:min(560px,calc(100vw - 32px));max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);margin:0 auto;padding:0;border:0;border-radius:28px;color:var(--phone-text);background:var(--phone-surface);box-shadow:0 12px 48px rgb(0 0 0 / 0.45);overflow:auto;font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif)}dialog[open],.layer{animation:arrive 200ms ease-out}[popover]:popover-open{animation:arrive 200ms ease-out}dialog::backdrop{background:rgb(0 0 0 / 0.45)}dialog:focus-visible{outline:none}.sheet{display:grid;grid-template-columns:minmax(0,1fr);gap:12px;padding:12px 12px 0}.foot{position:sticky;bottom:0;display:flex;flex-wrap:wrap;justify-content:center;gap:8px;padding:12px;background:inherit}p{margin:0;padding:0 8px}@keyframes arrive{from{opacity:0;transform:translateY(-24px)}}`,An=[425,475],jn={ring:{round:4,notes:[{at:0,long:1.2,hertz:An}]},double:{round:3,notes:[{at:0,long:.4,hertz:An},{at:.6,long:.4,hertz:An}]},chime:{round:4,struck:!0,notes:[{at:0,long:1.4,hertz:[659.3,1318.5]},{at:.35,long:1.4,hertz:[523.3,1046.5]},{at:.7,long:1.8,hertz:[784,1568]}]}},Mn=.02,Nn=(e,t,n)=>Math.min(1,e/Mn,(t-e)/Mn)*(n?Math.exp(-4*e/t):1),Pn=({round:e,notes:t,struck:n=!1},r)=>{let i=new Float32Array(Math.round(e*r));for(let{at:e,long:o,hertz:s}of t){let t=Math.round(e*r);for(let e=0;e<o*r;e++){var a;let c=e/r,l=s.reduce((e,t)=>e+Math.sin(2*Math.PI*t*c),0),u=(a=i[t+e])==null?0:a;i[t+e]=u+l/s.length/2*Nn(c,o,n)}}return i},Fn=`telephony-ring`,In=500,Ln=e=>Object.keys(jn).includes(e==null?``:e),Rn=()=>{var e;let[t,n]=((e=localStorage.getItem(Fn))==null?``:e).split(` `);return{tone:Ln(t)?t:``,volume:Number(n)||50}},zn,Bn,J,Vn=()=>{var e;return(e=zn)==null?zn=new AudioContext:e},Hn=({tone:e,volume:t},n)=>{if(!e)return;let r=Vn(),i=Pn(jn[e],r.sampleRate),a=r.createBuffer(1,i.length,r.sampleRate);a.copyToChannel(i,0);let o=r.createGain();o.gain.value=(t/100)**2;let s=r.createBufferSource();return s.buffer=a,s.loop=n,s.connect(o),o.connect(r.destination),s.start(),s},Un=e=>{localStorage.setItem(Fn,`${e.tone} ${e.volume}`),Bn==null||Bn.stop(),Bn=Hn(e,!1),Wn()},Wn=()=>{Rn().tone&&Vn().state!==`running`&&Vn().resume()},Gn=()=>{for(let e of[`pointerup`,`keydown`])addEventListener(e,Wn,!0);return()=>{for(let e of[`pointerup`,`keydown`])removeEventListener(e,Wn,!0);qn(!1)}},Kn=async(e,{signal:t})=>{await Vn().resume();let n=()=>new Promise(n=>{if(t.aborted)return n();let r=Hn(e,!0);t.onabort=()=>{r==null||r.stop(),setTimeout(n,In)}}),{locks:r}=navigator;await(r?r.request(Fn,{signal:t},n):n())},qn=e=>{let t=Rn();(e&&t.tone!==``)!==!!J&&(J==null||J.abort(),J=J?void 0:new AbortController,J&&Kn(t,J).catch(()=>void 0))},Jn=class{constructor(e){this.host=e,this.now=!1,e.addController(this)}hostDisconnected(){clearTimeout(this.timer),this.now=!1}begin(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.set(!1),350),this.set(!0)}set(e){this.now=e,this.host.requestUpdate()}},Y=e=>T`<ha-icon class="icon" icon="mdi:${e}" aria-hidden="true"></ha-icon>`,X=h(`@supports not (color: color-mix(in srgb, red, red))`),Z=g` :host{--phone-ringing:#b85a00;--phone-connected:#2e7d32;--phone-dialing:#1976d2;--phone-held:#6a5acd;--phone-idle:#767676;--phone-danger:#c62828;--phone-text:var(--primary-text-color,#141414);--phone-quiet:var(--secondary-text-color,#5e5e5e);--phone-surface:var(--ha-card-background,var(--card-background-color,#fff));--phone-line:var(--divider-color,rgb(0 0 0 / 0.12));--phone-tint:color-mix(in srgb,var(--phone-text) 7%,transparent);color:var(--phone-text)}${X}{:host{--phone-tint:rgb(127 127 127 / 0.18)}}[hidden]{display:none !important}`,Yn=g` .ringing{--tone:var(--phone-ringing)}.connected{--tone:var(--phone-connected)}.dialing{--tone:var(--phone-dialing)}.held{--tone:var(--phone-held)}`,Xn=g` ${Yn}.idle{--tone:var(--phone-connected)}.connected{--tone:var(--phone-danger)}`,Zn=g` i{width:12px;height:12px;flex:none;border-radius:50%;background:var(--tone)}.unavailable i,.not_registered i,.out_of_service i{background:none;box-shadow:inset 0 0 0 2px var(--phone-idle)}`,Qn=g` p{display:flex;align-items:center;gap:12px;margin:0;padding:4px;padding-inline-start:20px;border-radius:26px;color:#fff;background:#323232;box-shadow:0 4px 16px rgb(0 0 0 / 0.35)}.push,.push:hover:not(:disabled){background:rgb(255 255 255 / 0.16);white-space:nowrap}`,Q=g` button{font:inherit;color:inherit;border:0;margin:0;background:none;cursor:pointer;-webkit-tap-highlight-color:transparent}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--primary-color,#0288d1);outline-offset:2px}input,select,textarea{box-sizing:border-box;min-width:0;min-height:48px;padding:0 16px;border:1px solid var(--phone-idle);border-radius:24px;font:inherit;color:inherit;background:var(--phone-surface)}::placeholder{color:var(--phone-quiet);opacity:1}ul{list-style:none;margin:0;padding:0}li + li{border-top:1px solid var(--phone-line)}button:disabled{cursor:default;opacity:0.55}.icon{--mdc-icon-size:1.5em;display:inline-flex;width:1.5em;height:1.5em;flex:none}.push{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:44px;padding:0 16px;border-radius:22px;background:var(--phone-tint);font-weight:500;transition:background-color 120ms ease,transform 120ms ease}.push:hover:not(:disabled){background:color-mix(in srgb,var(--phone-text) 13%,transparent)}.push:active:not(:disabled){transform:scale(0.97)}.push.good,.push.bad{color:#fff;background:var(--phone-connected)}.push.bad{background:var(--phone-danger)}.push.good:hover:not(:disabled){background:color-mix(in srgb,var(--phone-connected) 88%,#000)}.push.bad:hover:not(:disabled){background:color-mix(in srgb,var(--phone-danger) 88%,#000)}${X}{.push:hover:not(:disabled){background:var(--phone-tint)}.push.good:hover:not(:disabled){background:var(--phone-connected)}.push.bad:hover:not(:disabled){background:var(--phone-danger)}}.round{display:inline-grid;place-items:center;width:44px;height:44px;border-radius:50%;color:var(--phone-quiet)}.round:hover{background:var(--phone-tint)}.chip{min-width:44px;min-height:44px;padding:0 14px;border-radius:22px;color:var(--phone-quiet);font-size:0.875em;font-weight:500}.chip[aria-pressed="true"]{color:var(--phone-text);background:var(--phone-tint)}h2,h3{margin:0;font-size:0.875em;font-weight:500;color:var(--phone-quiet)}.hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none !important;transition:none !important}}`,$n=``,er=``,tr=e=>{document.title!==$n&&(er=document.title),$n=e&&`\u260e ${e} \u00b7 ${er}`;let t=$n||er;document.title!==t&&(document.title=t)},nr=g` :host{display:block;container-type:inline-size}section{--tone:var(--phone-connected);position:relative;padding:16px;border-radius:16px;background:color-mix(in srgb,var(--tone) 9%,var(--phone-surface));overflow:hidden;outline:none}.who{display:grid;grid-template-columns:auto 1fr auto;gap:4px 16px;align-items:center}.face{display:grid;place-items:center;position:relative;isolation:isolate;width:64px;height:64px;border-radius:50%;font-size:1.5rem;font-weight:500;color:#fff;background:var(--tone)}.face img{width:100%;height:100%;border-radius:50%;object-fit:cover}.ringing:not(.blocked) .face::after{content:"";position:absolute;z-index:-1;inset:0;border-radius:50%;background:var(--tone);animation:ring 1.6s ease-out infinite}.names{min-width:0}.name{font-size:1.375rem;font-size:clamp(1.375rem,6cqi,2.5rem);line-height:1.15;font-weight:500;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}.number{display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px;margin-top:4px;font-size:1rem;font-variant-numeric:tabular-nums}.note{flex-basis:100%;overflow-wrap:anywhere;font-style:italic}.way{display:inline-flex;font-size:0.75rem;color:var(--tone)}.state{text-align:end;align-self:start;font-variant-numeric:tabular-nums}.word{display:inline-flex;align-items:center;gap:6px;font-weight:500;white-space:nowrap}.word i{width:10px;height:10px;border-radius:50%;background:var(--tone)}telephony-duration{display:block;font-size:1.25rem}.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.actions.large{margin-top:16px}.actions:empty{display:none}.push{flex:1 1 auto}.large .push{flex:1 1 112px;padding:0 12px;min-height:56px;border-radius:28px;font-size:1.0625rem}${X}{section{background:var(--phone-tint);box-shadow:inset 4px 0 var(--tone)}}@container (max-width:420px){section:not(.ringing) .all{display:flex;gap:8px;margin-top:12px}section:not(.ringing) .actions{display:contents}.actions:not(.large){flex-wrap:nowrap}section:not(.ringing) .push,.actions:not(.large) .push{flex:1 1 0;min-width:0;min-height:48px;padding:0}section:not(.ringing) .push span,.actions:not(.large) .push:not(:only-child) span{position:absolute;clip-path:inset(50%);white-space:nowrap}.who{grid-template-columns:auto 1fr;gap:12px}.face{width:52px;height:52px}.state{grid-column:1 / -1;display:flex;justify-content:space-between;align-items:baseline}}@container (max-width:335px){section:not(.ringing) .all{flex-wrap:wrap}section:not(.ringing) .actions .push{flex-basis:28%}}:host([compact]) section{padding:12px}:host([compact]) .face{width:44px;height:44px;font-size:1.125rem}:host([compact]) .name{font-size:1.125rem;font-size:clamp(1.125rem,4cqi,1.5rem)}:host([compact]) .large .push{min-height:44px;font-size:1rem}@container (min-width:600px){:host([compact]) section{display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px}:host([compact]) .who{flex:1 1 300px}:host([compact]) .all{display:flex;flex-wrap:wrap;gap:8px}:host([compact]) .actions{margin-top:0}}:host([face]) section{height:100%;box-sizing:border-box}:host([face]) .who{grid-template-columns:minmax(0,1fr);justify-items:center;text-align:center}:host([face]) .number{justify-content:center}:host([face]) .state{grid-column:auto;display:block;align-self:end;text-align:center}@keyframes ring{from{opacity:0.55}70%,to{opacity:0;transform:scale(1.3)}}`,rr,ir=class extends M{constructor(...e){super(...e),this.since=``,this.skew=0}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),1e3)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}render(){return T`<span role="timer" aria-live="off">${Pt((Date.now()+this.skew-Date.parse(this.since))/1e3)}</span>`}};rr=ir,rr.properties={since:{},skew:{type:Number}},customElements.define(`telephony-duration`,ir);var ar,or={answer:{path:`phone`,look:`good`},retrieve:{path:`play`,look:`good`},switch_call:{path:`swap-horizontal`,look:`good`},hangup:{path:`phone-hangup`,look:`bad`},hold:{path:`pause`},transfer:{path:`phone-forward`,asks:!0},consult:{path:`account-voice`,asks:!0},deflect:{path:`call-split`,asks:!0},send_digits:{path:`dialpad`,asks:!0},set_note:{path:`note-edit-outline`,asks:!0}},sr={complete_transfer:{path:`account-arrow-right`},conference:{path:`account-group`}},cr=({actions:e,state:t},n)=>e.includes(n)||n===`set_note`&&t!==`ringing`,lr=(e,t)=>e===`hangup`&&t.state===`ringing`?`decline`:e,ur=class extends M{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.settling=!1,this.compact=!1,this.plain=!1,this.face=!1,this.broken=``,this.hadFocus=!1}get section(){return this.renderRoot.querySelector(`section`)}willUpdate(){var e;this.hadFocus=!!((e=this.shadowRoot)!=null&&e.activeElement)}updated(){var e;this.hadFocus&&!((e=this.shadowRoot)!=null&&e.activeElement)&&this.section.focus()}render(){var e;let{call:t}=this;return T`
<section
class="${t.state} ${t.blocked?`blocked`:``}"
tabindex="-1" aria-label=${U(t,this.language)}>
<div class="who">
<div class="face" aria-hidden="true">${this.portrait()}</div>
<div class="names">
<div class="name">${W(t,this.language)}</div>
<div class="number">${this.details()}</div>
</div>
<div class="state">
<span class="word"><i></i>${this.text(`state.${t.state}`)}</span>
<telephony-duration
.since=${(e=t.answered_at)==null?t.started_at:e}
.skew=${this.skew}
></telephony-duration>
</div>
</div>
${this.buttons()}
</section>
`}text(e,t={}){return l(this.language,e,t)}portrait(){let{picture:e}=this.call;return e&&e!==this.broken?T`<img src=${e} alt="" @error=${()=>this.broken=e} />`:Mt(this.call)||Y(this.call.number?`phone`:`account-question`)}details(){var e;let{call:t,line:n}=this,r=t.direction===`incoming`,i=r&&t.called_number&&t.called_number!==n.line,a=t.name&&H(t);return T`
${t.direction?T`<span class="way">${Y(r?`call-received`:`call-made`)}</span>
<span class=${a?`hidden-text`:``}
>${this.text(`direction.${t.direction}`)}</span
>`:D}
${a?jt(a):D}
${t.blocked?T`<span>${this.text(`call.blocked`)}</span>`:D}
${i?T`<span>${this.text(`direction.to`,{number:(e=t.called_number)==null?``:e})}</span>`:D}
<slot></slot>
${this.note()}
`}note(){let{note:e,last_note:t}=this.call;return e||t?T`<div class="note">${e||t}</div>`:D}buttons(){if(!this.line.can_control||this.face)return D;let e=Object.entries(or).filter(([e,t])=>cr(this.call,e)&&!(this.plain&&t.asks)),t=e.filter(([,e])=>e.look),n=e.filter(([,e])=>!e.look);return T`
<div class="all">
<div class="actions large">${this.row(t)}</div>
${n.length?T`<div class="actions">${this.row(n)}</div>`:D}
</div>
`}row(e){return P(e,([e])=>e,([e,t])=>this.button(e,t))}button(e,{path:t,look:n,asks:r}){let i=this.text(`action.${lr(e,this.call)}`);return T`
<button
class="push ${n==null?``:n}"
title=${i}
data-action=${e}
aria-disabled=${this.settling?`true`:`false`}
@click=${()=>this.press(e,r)}
>
${Y(t)}<span>${i}</span>
</button>
`}press(e,t=!1){if(this.settling)return;let{call:n,line:r}=this;if(!t)return F(this,{action:e,line:r,data:{call_id:n.call_id}});let i={action:e,line:r,call:n};this.dispatchEvent(new CustomEvent(`telephony-ask`,{detail:i,bubbles:!0,composed:!0}))}};ar=ur,ar.properties={call:{attribute:!1},line:{attribute:!1},language:{},skew:{type:Number},settling:{type:Boolean},compact:{type:Boolean,reflect:!0},plain:{type:Boolean},face:{type:Boolean,reflect:!0},broken:{state:!0}},ar.styles=[Z,Q,nr,Yn],customElements.define(`telephony-call`,ur);var dr=g` ${Bt}dialog{width:min(420px,calc(100vw - 32px));max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);box-sizing:border-box;padding:24px;border:0;border-radius:24px;color:var(--phone-text);background:var(--phone-surface);box-shadow:0 8px 40px rgb(0 0 0 / 0.35);overflow:auto}dialog::backdrop{background:rgb(0 0 0 / 0.45)}dialog h3{margin:0;font-size:1.5rem;font-weight:500;color:var(--phone-text);overflow-wrap:anywhere}dialog p{margin:4px 0 0;color:var(--phone-quiet);font-variant-numeric:tabular-nums}dialog .options{display:grid;gap:8px;margin-top:20px}dialog .push{min-height:48px;border-radius:24px}select{border-radius:12px}label{display:grid;gap:4px;font-size:0.875em;color:var(--phone-quiet)}label select{font-size:1rem;color:var(--phone-text)}`,fr=/^\+?[\d*#\s().\-/]{1,40}$/u,pr=()=>{let{pathname:e,search:t,hash:n}=window.location,r=new URLSearchParams(t),i=r.get(`call`);if(i===null)return;r.delete(`call`);let a=r.toString();history.replaceState(history.state,``,`${e}${a&&`?${a}`}${n}`);let o=i.replace(/^tel:/iu,``).replace(/^ (?=\d)/u,`+`).trim();return fr.test(o)?o:void 0},mr=()=>isSecureContext&&`registerProtocolHandler`in navigator,hr=()=>navigator.registerProtocolHandler(`tel`,`${location.origin}${location.pathname}?call=%s`),gr,_r=[...`123456789*0#`],vr={0:`+`,2:`ABC`,3:`DEF`,4:`GHI`,5:`JKL`,6:`MNO`,7:`PQRS`,8:`TUV`,9:`WXYZ`},yr=class extends M{constructor(...e){super(...e),this.language=`en`}render(){return T`<div role="group" aria-label=${l(this.language,`action.send_digits`)}>
${_r.map(e=>T`<button
type="button"
class="push"
data-digit=${e}
aria-label=${e}
@click=${()=>this.press(e)}
>
<b>${e}</b><small>${vr[e]}</small>
</button>`)}
</div>`}press(e){this.dispatchEvent(new CustomEvent(`telephony-digit`,{detail:e}))}};gr=yr,gr.properties={language:{}},gr.styles=[Z,Q,g` div{display:grid;grid-template-columns:repeat(3,minmax(64px,96px));justify-content:center;gap:8px;margin-top:12px}.push{flex-direction:column;gap:0;min-height:56px;border-radius:28px}b{font-size:1.375rem;font-weight:400;line-height:1.1}small{font-size:0.625rem;letter-spacing:0.1em;min-height:1.1em;color:var(--phone-quiet)}`],customElements.define(`telephony-keypad`,yr);var br,xr=150,Sr=8,Cr=/[\s().\-/]/gu,wr=({name:e,number:t},n)=>e.toLocaleLowerCase().includes(n.toLocaleLowerCase())||t.includes(n.replace(Cr,``)||n),Tr=e=>{let t=e.map(({number:e})=>e);return e.filter(({number:e},n)=>t.indexOf(e)===n)},Er=class extends M{constructor(...e){super(...e),this.known=[],this.search=async()=>[],this.language=`en`,this.submit=`action.call`,this.submitIcon=`phone`,this.disabled=!1,this.takesLinks=!1,this.quiet=!1,this.value=``,this.found=[],this.opened=!1,this.active=-1,this.keypad=!1}get input(){return this.renderRoot.querySelector(`input`)}focus(){this.input.focus()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}updated(e){if(e.has(`active`)){var t;(t=this.renderRoot.querySelector(`[aria-selected="true"]`))==null||t.scrollIntoView({block:`nearest`})}}get suggestions(){let e=this.known.filter(e=>wr(e,this.value));return Tr(this.value?[...this.found,...e]:e).slice(0,Sr)}render(){let e=this.opened?this.suggestions:[];return T`
<form @submit=${this.done} @focusout=${this.left}>
<div class="field">
${this.field(e)} ${this.toggle()}
<button class="push good" ?disabled=${!this.value.trim()||this.disabled}>
${Y(this.submitIcon)}<span>${l(this.language,this.submit)}</span>
</button>
</div>
${this.list(e)}
${this.keypad?T`<telephony-keypad
.language=${this.language}
@telephony-digit=${e=>this.type(e.detail)}
></telephony-keypad>
${this.linkButton()}`:D}
</form>
`}field(e){let t=l(this.language,`dial.label`);return T`<input
type="text"
inputmode="text"
role="combobox"
autocomplete="off"
spellcheck="false"
aria-label=${t}
placeholder=${t}
aria-expanded=${e.length>0}
aria-controls="suggestions"
aria-autocomplete="list"
aria-activedescendant=${this.active<0?D:`suggestion-${this.active}`}
.value=${this.value}
?disabled=${this.disabled}
@input=${()=>this.change(this.input.value)}
@focus=${()=>this.opened=!this.quiet}
@keydown=${this.key}
/>`}toggle(){let e=this.keypad&&this.value,t=l(this.language,e?`dial.delete`:`dial.keypad`);return T`<button
type="button"
class="round"
aria-label=${t}
title=${t}
aria-expanded=${e?D:this.keypad}
@click=${()=>e?this.change(this.value.slice(0,-1)):this.keypad=!this.keypad}
>
${Y(e?`backspace-outline`:`dialpad`)}
</button>`}linkButton(){return!this.takesLinks||!mr()?D:T`<button type="button" class="push links" @click=${hr}>
${Y(`link-variant`)}<span>${l(this.language,`dial.links`)}</span>
</button>`}list(e){return T`<ul
id="suggestions"
role="listbox"
aria-label=${l(this.language,`dial.label`)}
?hidden=${!e.length}
>
${e.map((e,t)=>T`<li
id="suggestion-${t}"
role="option"
aria-selected=${t===this.active}
@pointerdown=${e=>e.preventDefault()}
@click=${()=>this.pick(e)}
>
${e.name===e.number?D:T`<bdi>${e.name}</bdi>`}
${jt(H(e))}
</li>`)}
</ul>`}key(e){let t=this.suggestions;if(e.key===`Escape`&&this.opened&&t.length)this.opened=!1,e.preventDefault();else if(e.key===`ArrowDown`||e.key===`ArrowUp`){let n=e.key===`ArrowDown`?1:-1;this.opened=!0,this.active=Math.max(-1,Math.min(t.length-1,this.active+n)),e.preventDefault()}else e.key===`Enter`&&this.opened&&t[this.active]&&(this.pick(t[this.active]),e.preventDefault())}type(e){this.change(this.value+e),this.opened=!1}change(e){this.value=e,this.active=-1,this.opened=!0,this.found=[],clearTimeout(this.timer),e.trim()&&(this.timer=setTimeout(()=>void this.look(e),xr))}async look(e){let t=await this.search(e.trim());e===this.value&&(this.found=t)}pick({number:e}){this.change(e),clearTimeout(this.timer),this.input.focus(),this.opened=!1}left(e){this.renderRoot.contains(e.relatedTarget)||(this.opened=!1)}done(e){e.preventDefault();let t=this.value.trim();t&&!this.disabled&&(this.change(``),this.opened=!1,this.keypad=!1,this.dispatchEvent(new CustomEvent(`telephony-number`,{detail:t,bubbles:!0,composed:!0})))}};br=Er,br.properties={known:{attribute:!1},search:{attribute:!1},language:{},submit:{},submitIcon:{attribute:!1},disabled:{type:Boolean},takesLinks:{type:Boolean},quiet:{type:Boolean},value:{state:!0},found:{state:!0},opened:{state:!0},active:{state:!0},keypad:{state:!0}},br.styles=[Z,Q,g` :host{display:block;container-type:inline-size}form{position:relative}.field{display:flex;gap:8px;align-items:center}input{flex:1;font-size:1.125rem}.round{flex:none}.push{flex:none;min-height:48px;border-radius:24px}ul{position:absolute;right:0;left:0;top:52px;z-index:3;padding:8px 0;max-height:280px;overflow:auto;border-radius:16px;background:var(--phone-surface);box-shadow:0 4px 24px rgb(0 0 0 / 0.3)}li{display:flex;justify-content:space-between;align-items:center;gap:16px;min-height:44px;padding:0 16px;cursor:pointer}li + li{border:0}li bdi + bdi{color:var(--phone-quiet);font-variant-numeric:tabular-nums;white-space:nowrap}li:hover,li[aria-selected="true"]{background:var(--phone-tint)}.links{margin:12px auto 0;display:flex}@container (max-width:380px){.field .push span{position:absolute;clip-path:inset(50%)}}`],customElements.define(`telephony-dial`,Er);var Dr,Or=3e4,kr=15e3,Ar=6e3,jr=e=>{window.dispatchEvent(new CustomEvent(`telephony-sent`,{detail:e}))},Mr=class extends M{constructor(...e){super(...e),this.language=`en`,this.phase=`sent`,this.since=0,this.error=``,this.watched=new V(this,e=>this.changed(e)),this.begin=e=>{let{ask:t,target:n}=this.sent=e.detail;if(this.error=``,this.watched.snapshot=ht,this.enter(n.waits?`waiting`:`sent`),!this.server||!n.device_id)return this.end();this.watched.set(this.server,[t.line.device_id],[n.device_id])}}connectedCallback(){super.connectedCallback(),window.addEventListener(`telephony-sent`,this.begin)}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`telephony-sent`,this.begin),clearTimeout(this.timer)}get lamp(){return[...this.watched.snapshot.lamps.values()].find(({line:e})=>{var t;return e===((t=this.sent)==null?void 0:t.target.number)})}get line(){return[...this.watched.snapshot.lines.values()].find(({line:e})=>{var t;return e===((t=this.sent)==null?void 0:t.ask.line.line)})}get canTakeBack(){let{line:e}=this;return!!(e!=null&&e.can_control&&e.available&&e.actions.includes(`pick_up`))}enter(e){this.phase=e,this.since=Date.now(),clearTimeout(this.timer),e===`ringing`?this.timer=setTimeout(()=>void this.comeBack(),Or):e!==`waiting`&&(this.timer=setTimeout(()=>this.end(),e===`sent`?kr:Ar))}end(){clearTimeout(this.timer),this.sent=void 0,this.server&&this.watched.set(this.server,[])}changed(e){if(this.requestUpdate(),e||!this.sent||!this.lamp)return;let t=L(this.lamp);this.phase===`waiting`?this.wait(this.sent,t):this.phase===`sent`&&t===`ringing`?this.enter(`ringing`):this.phase===`sent`&&t===`connected`?this.enter(`answered`):this.phase===`ringing`&&t!==`ringing`&&this.enter(t===`connected`?`answered`:`gone`)}wait({ask:e,target:t},n){var r;let i=(r=this.line)==null?void 0:r.calls.find(({call_id:t})=>t===e.call.call_id);if(!(i!=null&&i.actions.includes(`transfer`)))return this.end();n===`idle`&&(this.enter(`sent`),this.run(`transfer`,{number:t.number,call_id:e.call.call_id}))}async comeBack(){if(!this.canTakeBack)return this.enter(`gone`);let{sent:e}=this;await this.run(`pick_up`,{number:e==null?void 0:e.target.number})&&e===this.sent&&this.end()}async run(e,t){let{line:n}=this;if(!this.server||!n)return!1;try{return await lt(this.server,{action:e,line:n,data:t}),!0}catch(e){return this.error=I(e),this.enter(`gone`),!1}}render(){let{sent:e,phase:t}=this;return T`<div role="status">${e&&t!==`sent`?this.bar(e,t):D}</div>`}bar({target:{name:e}},t){let n=(e,t,n)=>T`<button class="push" data-action=${e} @click=${n}>
${Y(t)}<span>${l(this.language,`action.${e}`)}</span>
</button>`;return T`<p>
<span class="what">${this.error||l(this.language,`sent.${t}`,{name:e})}</span>
${t===`ringing`?T`<telephony-duration .since=${new Date(this.since).toISOString()}></telephony-duration>
${this.canTakeBack?n(`take_back`,`phone-return`,()=>void this.comeBack()):D}`:D}
${t===`waiting`?n(`cancel`,`close`,()=>this.end()):D}
</p>`}};Dr=Mr,Dr.properties={language:{},server:{attribute:!1},sent:{state:!0},phase:{state:!0},since:{state:!0},error:{state:!0}},Dr.styles=[Z,Q,Qn,g` p{position:fixed;left:16px;right:16px;bottom:calc(24px + env(safe-area-inset-bottom,0px));z-index:9;box-sizing:border-box;width:fit-content;max-width:calc(100vw - 32px);min-height:52px;margin:0 auto;font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif);font-variant-numeric:tabular-nums}.what{overflow-wrap:anywhere}p > :last-child:not(button){margin-inline-end:16px}`],customElements.define(`telephony-sent`,Mr);var Nr,Pr=new Set([`ringing`,`connected`,`dialing`,`held`]),Fr=class extends M{constructor(...e){super(...e),this.language=`en`,this.favorites=[],this.asking=!1,this.order=[],this.wasHeld=!1,this.watched=new V(this),this.starred=new B(this,({favorites:e})=>this.favorites=e,()=>void 0),this.release=()=>clearTimeout(this.timer)}set server(e){e&&(this.watched.set(e,[this.ask.line.device_id],null),this.starred.set(e,{type:`telephony/subscribe_favorites`}))}disconnectedCallback(){super.disconnectedCallback(),this.release()}willUpdate(){this.asking=!!this.busy}get places(){let{call:e,line:t}=this.ask,n=[...this.watched.snapshot.lamps.values()],r=this.favorites.filter(({connection:e})=>e===t.connection),i=[...r.map(e=>{var t;return{name:(t=e.name)==null?H(e):t,number:e.number,lamp:n.find(t=>t.line===e.number),isFavorite:!0}}),...n.filter(e=>!r.some(({number:t})=>t===e.line)).map(e=>({name:e.name,number:e.line,lamp:e,isFavorite:!1}))].filter(({number:n})=>n!==e.number&&n!==t.line),a=({lamp:e})=>!e||L(e)===`idle`,o=e=>e.isFavorite?0:a(e)?1:2,s=e=>this.order.indexOf(e.number),c=i.sort((e,t)=>(s(e)<0||s(t)<0?0:s(e)-s(t))||o(e)-o(t));return this.order=c.map(({number:e})=>e),c}text(e,t={}){return l(this.language,e,t)}render(){let{busy:e,places:t}=this;if(e)return this.question(e);if(!t.length)return D;let n=this.can(`consult`)&&this.can(`transfer`);return T`${n?T`<p>${this.text(`transfer.hint`)}</p>`:D}
<ul>
${t.map(e=>this.place(e,n))}
</ul>`}can(e){return this.ask.action!==`deflect`&&this.ask.call.actions.includes(e)}place(e,t){let{name:n,lamp:r,isFavorite:i}=e,a=r&&L(r),o=!(!a||a===`idle`||Pr.has(a));return T`<li class=${a==null?``:a}>
<button
class="who ${t?`hold`:``}"
?disabled=${o}
@pointerdown=${()=>t&&this.hold(e)}
@pointerup=${this.release}
@pointerleave=${this.release}
@pointercancel=${this.release}
@contextmenu=${e=>t&&e.preventDefault()}
@click=${()=>this.wasHeld||this.choose(e,t?`consult`:this.ask.action)}
@keydown=${()=>this.wasHeld=!1}
>
<i></i><bdi class="name">${n}</bdi>
${i?Y(`star`):D}
<span class="word">${a?this.text(`state.${a}`):D}</span>
</button>
${t?T`<button
class="round"
data-action="send"
?disabled=${o}
aria-label=${this.text(`transfer.send`,{name:n})}
title=${this.text(`transfer.send`,{name:n})}
@click=${()=>this.choose(e,`transfer`)}
>
${Y(`phone-forward`)}
</button>`:D}
</li>`}hold(e){this.wasHeld=!1,this.timer=setTimeout(()=>{this.wasHeld=!0,this.choose(e,`transfer`)},600)}choose({name:e,number:t,lamp:n},r){let i={name:e,number:t,device_id:n==null?void 0:n.device_id,action:r};n&&Pr.has(L(n))?this.busy=i:this.send(i)}question(e){return T`<p role="alert">${this.text(`transfer.busy`,{name:e.name})}</p>
<div class="options">
${this.can(`transfer`)?T`<button
class="push good"
data-action="wait"
@click=${()=>this.send({...e,action:`transfer`,waits:!0})}
>
${Y(`clock-outline`)}<span>${this.text(`transfer.wait`)}</span>
</button>`:D}
<button class="push" data-action="anyway" @click=${()=>this.send(e)}>
${Y(or[e.action].path)}<span
>${this.text(`action.${e.action}`)}</span
>
</button>
<button class="push" data-action="back" @click=${()=>this.busy=void 0}>
${this.text(`action.back`)}
</button>
</div>`}send(e){this.dispatchEvent(new CustomEvent(`telephony-target`,{detail:e}))}};Nr=Fr,Nr.properties={ask:{attribute:!1},language:{},favorites:{state:!0},busy:{state:!0},asking:{type:Boolean,reflect:!0}},Nr.styles=[Z,Q,Zn,Xn,g` p{margin:0 0 8px;font-size:0.875em;color:var(--phone-quiet)}p[role]{font-size:1em;color:inherit}ul{max-height:40vh;overflow:auto}li{--tone:var(--phone-idle);display:flex;align-items:center;gap:8px}.who{flex:1;min-width:0;display:flex;align-items:center;gap:10px;min-height:48px;padding:0 4px;text-align:start}.who:hover:not(:disabled){background-color:var(--phone-tint)}.hold{background:linear-gradient(var(--phone-tint),var(--phone-tint)) 0 / 0 100% no-repeat;touch-action:manipulation;user-select:none;-webkit-user-select:none;-webkit-touch-callout:none}.hold:active{background-size:100% 100%;transition:background-size 600ms linear}.who .icon{--mdc-icon-size:18px;width:18px;height:18px;color:var(--phone-ringing)}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}.word{margin-inline-start:auto;color:var(--phone-quiet);font-size:0.875em;white-space:nowrap}.options{display:grid;gap:8px}`],customElements.define(`telephony-targets`,Fr);var Ir,Lr=new Set([`transfer`,`consult`,`deflect`]),Rr=class extends M{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.sent=``}get dialog(){return this.renderRoot.querySelector(`dialog`)}async open(e){this.ask=e,this.sent=``,await this.updateComplete,G(this.dialog)}willUpdate(e){e.has(`lines`)&&this.ask&&!this.stillPossible(this.ask)&&K(this.dialog)}stillPossible({action:e,call:t}){return this.lines.some(n=>n.calls.some(n=>n.call_id===t.call_id&&cr(n,e)))}render(){let{ask:e}=this;return T`
<dialog
class=${e&&Lr.has(e.action)?`roomy`:``}
aria-labelledby="title"
@close=${()=>this.ask=void 0}>
${e?this.content(e):D}
</dialog>
`}content(e){return T`
<h3 id="title">${l(this.language,`action.${e.action}`)}</h3>
<p>${W(e.call,this.language)}</p>
<div class="options">
${Lr.has(e.action)?this.number(e):e.action===`set_note`?this.note(e):this.keypad(e)}
<button class="push" data-action="cancel" @click=${()=>K(this.dialog)}>
${l(this.language,e.action===`send_digits`?`action.close`:`action.cancel`)}
</button>
</div>
`}note(e){var t;return T`<form class="options" @submit=${t=>{var n,r;t.preventDefault(),this.command(e,{note:(n=(r=this.dialog.querySelector(`textarea`))==null?void 0:r.value)==null?``:n}),K(this.dialog)}}>
<textarea rows="3" maxlength="500" aria-label=${l(this.language,`action.set_note`)} .value=${(t=e.call.note)==null?``:t}></textarea>
<button class="push good">${l(this.language,`action.save`)}</button>
</form>`}keypad(e){return T`<output aria-live="polite">${this.sent||`\xA0`}</output>
<telephony-keypad
.language=${this.language}
@telephony-digit=${t=>{this.sent+=t.detail,this.command(e,{digits:t.detail})}}
></telephony-keypad>`}number(e){var t;let n=t=>t.filter(({number:t})=>t!==e.call.number);return T`<telephony-targets
.ask=${e}
.server=${this.server}
.language=${this.language}
@telephony-target=${t=>this.send(e,t.detail)}
></telephony-targets>
<telephony-dial
quiet
.known=${n(this.known)}
.search=${async e=>{var t,r;return n((t=await((r=this.search)==null?void 0:r.call(this,e)))==null?[]:t)}}
.language=${this.language}
.submit=${`action.${e.action}`}
.submitIcon=${(t=or[e.action])==null?void 0:t.path}
@telephony-number=${t=>{t.stopPropagation(),this.send(e,{action:e.action,name:t.detail,number:t.detail})}}
></telephony-dial>`}send(e,t){let{action:n,number:r}=t;t.waits||this.command({...e,action:n},{number:r}),n===`transfer`&&t.device_id&&jr({ask:e,target:t}),K(this.dialog)}command({action:e,line:t,call:n},r){F(this,{action:e,line:t,data:{...r,call_id:n.call_id}})}};Ir=Rr,Ir.properties={lines:{attribute:!1},known:{attribute:!1},search:{attribute:!1},server:{attribute:!1},language:{},ask:{state:!0},sent:{state:!0}},Ir.styles=[Z,Q,dr,g` dialog.roomy{overflow:visible}telephony-targets[asking] ~ *{display:none}textarea{padding:12px 16px;border-radius:16px}output{text-align:center;font-size:1.5rem;letter-spacing:0.1em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}`],customElements.define(`telephony-ask`,Rr);var zr,Br=86400,Vr=class extends M{constructor(...e){super(...e),this.language=`en`,this.settling=!1,this.source=``}connectedCallback(){super.connectedCallback(),this.requestUpdate(`server`)}disconnectedCallback(){var e;super.disconnectedCallback(),this.source=``,(e=this.renderRoot.querySelector(`img`))==null||e.removeAttribute(`src`)}willUpdate(e){var t;let n=(t=e.get(`extras`))==null?void 0:t.camera;(e.has(`server`)||e.has(`extras`)&&n!==this.extras.camera)&&this.look()}async look(){let{camera:e}=this.extras;if(this.source=``,!e||!this.server)return;let t={type:`auth/sign_path`,path:`/api/camera_proxy_stream/${e}`,expires:Br},{path:n}=await this.server.sendMessagePromise(t).catch(()=>({path:``}));e===this.extras.camera&&this.isConnected&&(this.source=n)}render(){let{buttons:e=[]}=this.extras;return T`${this.picture()}
${e.length?T`<div>${e.map(e=>this.button(e))}</div>`:D}`}picture(){let{camera:e=``}=this.extras;if(!this.source)return D;let t=l(this.language,`extras.camera`);return T`<button
class="view"
aria-label=${t}
title=${t}
@click=${()=>this.press({entity:e,tap_action:{action:`more-info`}})}
>
<img src=${this.source} alt="" @error=${()=>this.source=``} />
</button>`}button(e){return T`<button
class="push"
aria-disabled=${this.settling?`true`:`false`}
@click=${()=>this.press(e)}
>
${e.icon?T`<ha-icon class="icon" icon=${e.icon} aria-hidden="true"></ha-icon>`:D}
<span>${e.name}</span>
</button>`}press(e){this.settling||xn(this,e)}};zr=Vr,zr.properties={extras:{attribute:!1},server:{attribute:!1},language:{},settling:{type:Boolean},source:{state:!0}},zr.styles=[Z,Q,g` :host{display:grid;gap:8px}div{display:flex;flex-wrap:wrap;gap:8px}.push{flex:1 1 40%}span{overflow-wrap:anywhere}.view{padding:0;border-radius:16px;overflow:hidden}img{display:block;width:100%;height:min(30vh,320px);object-fit:cover}`],customElements.define(`telephony-extras`,Vr);var Hr,Ur=/^“|”$/gu,Wr=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-choose`,{detail:t,bubbles:!0,composed:!0}))},Gr=(e,t)=>pt(e).filter(e=>e.can_control&&e.actions.includes(t)),Kr=class extends M{constructor(...e){super(...e),this.lines=[],this.newAbroad=async()=>null,this.favorites=[],this.language=`en`,this.saving=!1,this.blocked=!1,this.from=``}get dialog(){return this.renderRoot.querySelector(`dialog`)}async open(e){var t,n;this.choice=e,this.from=(t=(n=e.from)==null?void 0:n.line)==null?``:t,this.doubt=void 0,this.saving=this.blocked=!1,await this.updateComplete,G(this.dialog)}render(){let{choice:e}=this;return T`
<dialog aria-labelledby="title" @close=${()=>this.choice=void 0}>
${e?this.content(e):D}
</dialog>
`}text(e,t={}){return l(this.language,e,t)}content(e){let t=Gr(this.lines,`make_call`),n=jt(H(e));return T`
<h3 id="title">${e.name?T`<bdi>${e.name}</bdi>`:n}</h3>
${e.name&&e.name!==e.number?T`<p>${n}</p>`:D}
<div class="options">
${this.blocked?T`<p role="status">${this.text(`choice.blocked`)}</p>`:this.saving?this.nameForm(e):this.doubt?this.question(e,this.doubt):this.options(e,t)}
<button class="push" data-action="cancel" @click=${()=>K(this.dialog)}>
${this.text(this.blocked?`action.close`:`action.cancel`)}
</button>
</div>
`}options(e,t){return T`${this.lineSelect(t)} ${this.pickUp(e)} ${this.forCalls(e)}
${t.length?this.option(`make_call`,`phone`,`action.call`,()=>this.make(e,t)):T`<p>${this.text(`dial.none`)}</p>`}
${e.unknown&&e.from&&this.save?T`${this.option(`save_contact`,`account-plus`,`choice.save`,()=>void this.askName())}
${this.option(`block`,`phone-cancel`,`choice.block`,()=>void this.block(e))}`:D}
${this.favorite(e)}
${`clipboard`in navigator?this.option(`copy`,`content-copy`,`choice.copy`,()=>{navigator.clipboard.writeText(e.number),K(this.dialog)}):D}`}favorite({number:e,from:t=this.lines[0]}){let{star:n}=this;if(!t||!n)return D;let r=this.favorites.some(n=>n.number===e&&n.connection===t.connection);return this.option(`favorite`,r?`star-off`:`star`,`choice.${r?`unstar`:`star`}`,()=>{n(t,e,!r),K(this.dialog)})}async askName(){var e;this.saving=!0,await this.updateComplete,(e=this.dialog.querySelector(`input`))==null||e.focus()}async block(e){var t;let{from:n,number:r,name:i}=e;if(!n)return;let a=(i==null?void 0:i.replace(Ur,``))||H(e);await((t=this.save)==null?void 0:t.call(this,n,r,a,!0))?this.blocked=!0:K(this.dialog)}nameForm({name:e,number:t,from:n}){return T`<form class="options" @submit=${async e=>{var r,i;e.preventDefault();let a=(r=this.dialog.querySelector(`input`))==null?void 0:r.value.trim();n&&a&&(await((i=this.save)==null?void 0:i.call(this,n,t,a)),K(this.dialog))}}>
<input
name="name"
required
maxlength="100"
autocomplete="off"
aria-label=${this.text(`choice.name`)}
placeholder=${this.text(`choice.name`)}
.value=${(e==null?``:e).replace(Ur,``)}
/>
<button class="push good" data-action="save">
${Y(`account-plus`)}<span>${this.text(`choice.save`)}</span>
</button>
</form>`}question({number:e},{command:t,country:n}){var r;let i=(r=Nt(n,this.language))==null?e:r;return T`<p role="alert">${this.text(`choice.abroad`,{country:i})}</p>
${this.option(t.action,`phone`,`choice.go_ahead`,()=>this.finish(t))}`}async dial(e,t){let{choice:n}=this,r=await this.newAbroad(e.line,t);if(n===this.choice){if(r===null)return this.finish(e);this.doubt={command:e,country:r}}}finish(e){F(this,e),K(this.dialog)}lineSelect(e){return e.length<2?D:T`<label>
${this.text(`action.call_from`)}
<select @change=${e=>this.from=e.target.value}>
${e.map(({line:e,name:t})=>T`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
</select>
</label>`}option(e,t,n,r){return T`<button
class="push ${e===`make_call`?`good`:``}"
data-action=${e}
@click=${r}
>
${Y(t)}<span>${this.text(n)}</span>
</button>`}make({number:e},t){var n;let r=(n=t.find(e=>e.line===this.from))==null?t[0]:n;r&&this.dial({action:`make_call`,line:r,data:{number:e}},e)}pickUp({number:e,ringing:t}){let n=Gr(this.lines,`pick_up`)[0];return!t||!n?D:this.option(`pick_up`,`phone-plus`,`action.pick_up`,()=>this.finish({action:`pick_up`,line:n,data:{number:e}}))}forCalls(e){return this.lines.flatMap(t=>t.can_control?t.calls.flatMap(n=>[...this.forCall(e,t,n,`transfer`,`phone-forward`),...this.forCall(e,t,n,`consult`,`account-voice`)]):[])}forCall({number:e},t,n,r,i){if(!n.actions.includes(r))return[];let a=this.text(`choice.${r}`,{party:U(n,this.language)}),o={number:e,call_id:n.call_id};return[this.option(r,i,a,()=>void this.dial({action:r,line:t,data:o},e))]}};Hr=Kr,Hr.properties={lines:{attribute:!1},newAbroad:{attribute:!1},save:{attribute:!1},favorites:{attribute:!1},star:{attribute:!1},language:{},saving:{state:!0},blocked:{state:!0},choice:{state:!0},doubt:{state:!0},from:{state:!0}},Hr.styles=[Z,Q,dr],customElements.define(`telephony-choice`,Kr);var qr,Jr=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-missed`,{detail:t,bubbles:!0,composed:!0}))},Yr=class extends M{constructor(...e){super(...e),this.language=`en`,this.calls=[],this.error=``}get dialog(){return this.renderRoot.querySelector(`dialog`)}async open(e){this.line=e,this.calls=[],this.error=``,await this.updateComplete,G(this.dialog);try{var t;let r=await((t=this.server)==null?void 0:t.sendMessagePromise({type:`telephony/call_log`,device_id:e.device_id,unread:!0,limit:100}));if(e===this.line){var n;this.calls=(n=r==null?void 0:r.calls.filter(t=>t.line===e.line))==null?[]:n}}catch(e){this.error=I(e)}}render(){let{line:e}=this;return T`<dialog aria-labelledby="title" @close=${()=>this.line=void 0}>
${e?this.content(e):D}
</dialog>`}text(e,t={}){return l(this.language,e,t)}content(e){return T`
<h3 id="title">${this.text(`missed.title`)}</h3>
<p><bdi>${e.name}</bdi></p>
<ul tabindex="0" aria-labelledby="title">
${this.calls.map(t=>this.call(t,e))}
</ul>
<p role="alert" ?hidden=${!this.error}>${this.error}</p>
<div class="options">
${e.can_control?T`<button class="push" data-action="mark_missed_read" @click=${()=>this.read(e)}>
${Y(`check-all`)}<span>${this.text(`missed.mark_all`)}</span>
</button>`:D}
<button class="push" data-action="close" @click=${()=>K(this.dialog)}>
${this.text(`action.close`)}
</button>
</div>
`}call(e,t){let n=this.text(`action.call_party`,{party:U(e,this.language)}),{number:r}=e;return T`<li>
<div class="what">
<div class="name">${W(e,this.language)}</div>
<time datetime=${e.started_at}>${Ft(e,this.language)}</time>
</div>
${r&&t.can_control?T`<button
class="round"
aria-label=${n}
title=${n}
@click=${()=>{K(this.dialog),Wr(this,{name:e.name&&U(e,this.language),number:r,formatted_number:e.formatted_number,from:t,unknown:ut(e)})}}
>
${Y(`phone`)}
</button>`:D}
</li>`}read(e){K(this.dialog),this.dispatchEvent(new CustomEvent(`telephony-read`,{detail:e,bubbles:!0,composed:!0}))}};qr=Yr,qr.properties={server:{attribute:!1},language:{},line:{state:!0},calls:{state:!0},error:{state:!0}},qr.styles=[Z,Q,dr,g` ul{margin:12px 0 0;max-height:50vh;overflow:auto}ul:focus-visible{outline:3px solid var(--primary-color,#0288d1)}li{display:flex;align-items:center;gap:12px;min-height:56px}.what{flex:1;min-width:0}.name{overflow-wrap:anywhere}time{color:var(--phone-quiet);font-size:0.875em;font-variant-numeric:tabular-nums}`],customElements.define(`telephony-missed`,Yr);var Xr,Zr=e=>JSON.stringify([e.actions,e.calls.map(e=>[e.call_id,e.actions])]),Qr=class extends M{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.compact=!1,this.arrangement=``,this.settling=new Jn(this)}willUpdate(e){if(!e.has(`line`))return;let t=Zr(this.line);this.arrangement&&t!==this.arrangement&&this.settling.begin(),this.arrangement=t}render(){let{line:e}=this;return T`
<div class="line ${this.shownState()}">
<i aria-hidden="true"></i>
<bdi class="name">${e.name}</bdi>
<span class="word">${l(this.language,`state.${this.shownState()}`)}</span>
${this.missed()}
<slot></slot>
</div>
<div class=${this.pair?`pair`:`calls`} ?hidden=${!e.calls.length}>
${P(e.calls,e=>e.call_id,t=>T`
<telephony-call
.call=${t}
.line=${e}
.language=${this.language}
.skew=${this.skew}
.settling=${this.settling.now}
.compact=${this.compact}
?face=${!!this.pair}
></telephony-call>
`)}
</div>
${this.joining()}
${this.extras&&e.calls.length?T`<telephony-extras
.extras=${this.extras}
.server=${this.server}
.settling=${this.settling.now}
.language=${this.language}
></telephony-extras>`:D}
`}get pair(){let{calls:e}=this.line,t=e.find(({state:e})=>e===`held`),n=e.find(({state:e})=>e===`connected`||e===`dialing`);return t&&n&&e.length===2?{held:t,active:n}:void 0}shownState(){return L(this.line)}missed(){let{missed:e}=this.line;if(!e)return D;let t=l(this.language,`missed.show`,{count:e});return T`<button
class="missed"
data-action="show_missed"
aria-label=${t}
title=${t}
@click=${()=>Jr(this,this.line)}
>
${Y(`phone-missed`)}<b>${e}</b>
</button>`}joining(){let{line:e,pair:t}=this;if(!e.can_control)return D;let n=(t,n)=>(n==null?e:n).actions.includes(t)?[[t,n]]:[],r=[...n(`complete_transfer`),...t?[...n(`switch_call`,t.held),...n(`retrieve`,t.held)]:[],...n(`conference`),...t?n(`hangup`,t.active):[]];return r.length?T`<div class="joining">${P(r,([e])=>e,([e,t])=>this.button(e,t))}</div>`:D}button(e,t){var n;let{path:r,look:i}=(n=sr[e])==null?or[e]:n,a=e===`complete_transfer`?`good`:e===`switch_call`?``:i;return T`<button
class="push ${a==null?``:a}"
data-action=${e}
aria-disabled=${this.settling.now?`true`:`false`}
@click=${()=>!this.settling.now&&F(this,{action:e,line:this.line,...t&&{data:{call_id:t.call_id}}})}
>
${Y(r)}<span>${l(this.language,`action.${e}`)}</span>
</button>`}};Xr=Qr,Xr.properties={line:{attribute:!1},language:{},skew:{type:Number},compact:{type:Boolean},extras:{attribute:!1},server:{attribute:!1}},Xr.styles=[Z,Q,g` :host{display:grid;grid-template-columns:minmax(0,1fr);gap:8px;content-visibility:auto;contain-intrinsic-height:auto 44px;overflow-clip-margin:24px}.line{--tone:var(--phone-idle);display:flex;align-items:center;gap:10px;min-height:44px}.name{font-weight:500;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.word{color:var(--phone-quiet);margin-inline-end:auto;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.missed{display:inline-flex;align-items:center;gap:6px;min-height:44px;padding:0 12px;border-radius:22px}.missed .icon{color:var(--phone-danger)}button.missed:hover{background:var(--phone-tint)}.calls,.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:8px}.pair{grid-template-columns:repeat(2,minmax(0,1fr))}.joining{display:flex;flex-wrap:wrap;gap:8px}.joining .push{flex:1 1 40%}`,Zn,Yn],customElements.define(`telephony-line`,Qr);var $r,ei=class extends M{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.skew=0}render(){var e,t;let n=this.lines.flatMap(e=>e.calls),r=(e=n.find(({state:e})=>e===`connected`))==null?n[0]:e;return r?T`<button class=${r.state}>
${Y(`phone-in-talk`)}
<span class="hidden-text">${l(this.language,`window.label`)}</span>
<span class="name">${W(r,this.language)}</span>
<telephony-duration
.since=${(t=r.answered_at)==null?r.started_at:t}
.skew=${this.skew}
></telephony-duration>
${n.length>1?T`<span>+${n.length-1}</span>`:D}
</button>`:D}};$r=ei,$r.properties={lines:{attribute:!1},language:{},skew:{type:Number}},$r.styles=[Z,Q,g` :host{position:fixed;right:16px;bottom:calc(88px + env(safe-area-inset-bottom,0px));z-index:8;font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif)}button{display:flex;align-items:center;gap:8px;max-width:min(320px,calc(100vw - 32px));min-height:48px;padding:0 20px 0 16px;border-radius:24px;color:#fff;--tone:var(--phone-connected);background:var(--tone);box-shadow:0 4px 16px rgb(0 0 0 / 0.35);font-variant-numeric:tabular-nums}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}`,Yn],customElements.define(`telephony-pill`,ei);var ti,ni=500,ri=100,ii=2,ai=class extends M{constructor(...e){super(...e),this.ringing=[],this.dismissed=new Set,this.error=``,this.all=!1,this.open=!1,this.settling=new Jn(this),this.frame=new Ht(this,()=>this.sheets,()=>this.shown.length>0),this.own=[],this.followed=new At(this,()=>this.changed()),this.numbers=new un(()=>this.connection,e=>this.error=e),this.subscription=new B(this,e=>{pn()?setTimeout(()=>this.hear(e),ri):this.hear(e)},()=>{this.ringing=[],this.changed()}),this.follow=e=>{let{detail:t}=e;this.connection&&this.followed.keep(this.connection,t)},this.seen=()=>this.requestUpdate()}get sheets(){return this.renderRoot.querySelector(`dialog, [popover]`)}get ask(){return this.renderRoot.querySelector(`telephony-ask`)}connectedCallback(){super.connectedCallback();let e=[On(()=>this.requestUpdate()),en(e=>this.key(e)),Gn()];window.addEventListener(`telephony-follow`,this.follow),document.addEventListener(`visibilitychange`,this.seen),this.forget=()=>{window.removeEventListener(`telephony-follow`,this.follow),document.removeEventListener(`visibilitychange`,this.seen);for(let t of e)t()},this.listen()}disconnectedCallback(){var e;super.disconnectedCallback(),clearInterval(this.look),tr(``),cn([],``),(e=this.forget)==null||e.call(this)}async listen(){this.connection=await Kt(),this.subscription.set(this.connection,{type:`telephony/subscribe_incoming`})}hear(e){var t;this.ringing=xt(this.ringing,e),this.frame.yields=!1,this.own=(t=e.own)==null?this.own:t,this.error=``,this.ringing.length<=ii&&(this.all=!1),this.changed();let n=this.ringing.filter(({call:e,line:t})=>En(t)&&!this.dismissed.has(e.call_id));this.connection&&this.followed.ring(this.connection,n,this.own)}changed(){this.settling.begin(),clearInterval(this.look);let{lines:e}=this.followed;(this.ringing.length||e.length)&&(this.look=setInterval(()=>this.requestUpdate(),ni)),!this.ringing.length&&!this.followed.isBusy&&(this.open=!1);let t=[...this.ringing.map(({call:e})=>e),...e.flatMap(e=>e.calls)],n=new Set(t.map(({call_id:e})=>e));this.dismissed=new Set([...this.dismissed].filter(e=>n.has(e))),this.requestUpdate()}key(e){let t=Yt([...this.shown.map(({line:e,call:t})=>({...e,calls:[t]})),...this.talking],e);if(!t)return!1;let{action:n,line:r,call:i}=t;return this.settling.now||(n===`transfer`?this.ask.open(t):this.run({action:n,line:r,data:{call_id:i.call_id}})),!0}get shown(){return this.ringing.filter(({call:e,line:t})=>En(t)&&this.isWanted(e))}get talking(){return this.followed.lines.flatMap(e=>{let t=e.calls.filter(e=>this.isWanted(e));return t.length&&En(e)?[{...e,calls:t}]:[]})}isWanted({call_id:e}){return!this.dismissed.has(e)&&(Rt()||!mn(e))}render(){let e=q(),t=c(e,()=>this.requestUpdate())?e:`en`,{shown:n}=this,r=l(t,n.length?`popup.label`:`window.label`);return T`
<div class="hidden-text" aria-live="assertive">
${n.map(({call:e,line:n})=>l(t,`announce.incoming`,{party:U(e,t),line:n.name}))}
</div>
<div
@telephony-command=${this.command}
@telephony-ask=${this.asked}
@telephony-own=${()=>this.frame.yields=!0}
>
${this.frame.modal?T`<dialog aria-label=${r} tabindex="-1" autofocus @cancel=${this.cancel}>
${this.sheet(t)}
</dialog>`:T`<div
popover="manual"
class=${It()}
role="dialog"
aria-label=${r}
>
${this.sheet(t)}
</div>`}
<telephony-ask
.lines=${this.followed.lines}
.server=${this.connection}
.search=${e=>this.numbers.search(this.followed.lines[0],e)}
.language=${t}
></telephony-ask>
<telephony-sent .server=${this.connection} .language=${t}></telephony-sent>
${this.open?D:T`<telephony-pill
.lines=${this.talking}
.language=${t}
.skew=${this.followed.skew}
@click=${()=>this.open=!0}
></telephony-pill>`}
</div>
`}sheet(e){let{shown:t}=this,n=t.length-ii,r=this.open?this.talking:[];return T`<div class="sheet">
${P(this.all?t:t.slice(0,ii),({call:e})=>e.call_id,({call:n,line:r},i)=>T`<telephony-call
plain
.call=${n}
.line=${r}
.language=${e}
.settling=${this.settling.now}
><span><span class="dot" aria-hidden="true">·</span>${r.name}</span></telephony-call
>${t.findIndex(e=>R(e.line)===R(r))===i?this.extras(r,e):D}`)}
${P(r,R,t=>T`<telephony-line
.line=${t}
.extras=${bn(t)}
.server=${this.connection}
.language=${e}
.skew=${this.followed.skew}
></telephony-line>`)}
<p role="alert" ?hidden=${!this.error}>${this.error}</p>
</div>
<div class="foot">
${n>0?T`<button
class="push"
data-action="more"
aria-expanded=${this.all}
@click=${()=>this.all=!this.all}
>
${l(e,this.all?`popup.fewer`:`popup.more`,{count:n})}
</button>`:D}
${r.length?T`<button class="push" data-action="minimize" @click=${()=>this.open=!1}>
${Y(`arrow-collapse`)}<span>${l(e,`window.minimize`)}</span>
</button>`:D}
<button class="push" data-action="hide" @click=${this.hide}>
${Y(`close`)}<span>${l(e,`action.hide`)}</span>
</button>
</div>`}extras(e,t){let n=bn(e);return n?T`<telephony-extras
.extras=${n}
.server=${this.connection}
.settling=${this.settling.now}
.language=${t}
></telephony-extras>`:D}updated(){let e=this.ringing.filter(({call:e,line:t})=>En(t)&&!this.dismissed.has(e.call_id));qn(e.length>0),cn(e,q()),tr(e[0]?U(e[0].call,q()):``);let t=this.shown.length>0||this.open&&this.talking.length>0;t!==this.frame.isShown&&this.frame.show(t)}cancel(e){e.preventDefault(),this.shown.length?this.hide():this.open=!1}hide(){let e=[...this.ringing.map(({call:e})=>e),...this.open?this.talking.flatMap(e=>e.calls):[]];this.dismissed=new Set([...this.dismissed,...e.map(({call_id:e})=>e)]),this.open=!1}asked(e){e.stopPropagation(),this.ask.open(e.detail)}command(e){e.stopPropagation(),this.run(e.detail)}async run(e){if(this.connection){this.error=``,e.action===`answer`&&(this.open=!0);try{await lt(this.connection,e)}catch(t){this.error=I(t),this.open=e.action!==`answer`}}}};ti=ai,ti.properties={ringing:{state:!0},dismissed:{state:!0},error:{state:!0},all:{state:!0},open:{state:!0},connection:{state:!0}},ti.styles=[Z,Q,Bt,kn];var oi=()=>{document.querySelector(`telephony-popup`)||document.body.append(document.createElement(`telephony-popup`))};customElements.define(`telephony-popup`,ai);var si=g` :host{display:block;height:100%}ha-card{position:relative;height:100%;box-sizing:border-box;padding:12px 16px 16px}.head{display:flex;align-items:center;gap:8px;min-height:44px;margin-inline-end:-8px}.title{flex:1;font-size:1.25rem;color:inherit;overflow-wrap:anywhere}.body{display:grid;grid-template-columns:minmax(0,1fr);gap:20px}.rows{display:flex;flex-direction:column}.rows .body{flex:1;min-height:0;overflow:auto}.body > telephony-choice,.body > telephony-ask{position:absolute}.problem{display:flex;align-items:center;justify-content:space-between;gap:8px;margin:0 0 12px;padding-inline-start:16px;min-height:44px;border-radius:12px;background:color-mix(in srgb,var(--phone-danger) 12%,transparent)}${X}{.problem{background:var(--phone-tint)}}`,ci=[`calls`,`dial`,`lamps`,`log`],li=e=>Array.isArray(e)&&e.every(e=>typeof e==`string`),ui=e=>{var t;return typeof(e==null?void 0:e.name)==`string`&&typeof((t=e.tap_action)==null?void 0:t.action)==`string`},di=e=>{var t,n;for(let t of[`devices`,`sections`,`lamps`])if(e[t]!==void 0&&!li(e[t]))throw Error(`${t} must be a list of texts`);let r=(t=e.sections)==null?void 0:t.find(e=>!ci.includes(e));if(r)throw Error(`Unknown section ${r}: use ${ci.join(`, `)}`);let i=(n=e.log_limit)==null?10:n;if(!Number.isInteger(i)||i<1||i>100)throw Error(`log_limit must be a whole number from 1 to 100`);if(e.camera&&!/^camera\.\w+$/u.test(e.camera))throw Error(`camera must be the entity of a camera`);if(e.buttons&&!(Array.isArray(e.buttons)&&e.buttons.every(ui)))throw Error(`buttons must be a list, each with name and tap_action`);return e},$=e=>{var t;return(t=e.sections)==null?ci:t},fi=({camera:e,buttons:t})=>e||t!=null&&t.length?{camera:e,buttons:t}:void 0,pi=e=>{var t,n;let r=$(e),i=r.includes(`lamps`)?e.lamps:[];return{type:`telephony/subscribe`,...((t=e.devices)==null?void 0:t.length)&&{device_ids:e.devices},...i&&{lamp_device_ids:i},log_limit:r.includes(`log`)||r.includes(`dial`)?(n=e.log_limit)==null?10:n:0}},mi=({entities:e={}})=>Object.keys(e).filter(t=>{var n,r;return((n=e[t])==null?void 0:n.platform)===`telephony`&&((r=e[t])==null?void 0:r.translation_key)===`connected`}),hi=class{constructor(){this.down=[],this.sensors=[],this.states=[]}update(e){e.entities!==this.entities&&(this.entities=e.entities,this.sensors=mi(e),this.states=[]);let t=this.sensors.map(t=>{var n;return(n=e.states)==null?void 0:n[t]});return t.length===this.states.length&&t.every((e,t)=>e===this.states[t])?!1:(this.states=t,this.down=this.sensors.flatMap((n,r)=>this.whenDown(e,n,t[r])),!0)}whenDown(e,t,n){var r,i,a,o,s,c,l;let u=(r=e.devices)==null?void 0:r[(i=(a=e.entities)==null||(a=a[t])==null?void 0:a.device_id)==null?``:i];return!n||n.state===`on`||!(u!=null&&u.config_entry_id)?[]:[{connection:u.config_entry_id,name:(o=(s=u.name_by_user)==null?u.name:s)==null?``:o,reason:n.attributes.reason?(c=(l=e.formatEntityAttributeValue)==null?void 0:l.call(e,n,`reason`))==null?n.attributes.reason:c:``,since:n.last_changed}]}},gi=async(e,t)=>{let{issues:n=[]}=await e.sendMessagePromise({type:`repairs/list_issues`});return n.some(({domain:e,issue_id:n})=>e===`telephony`&&n.endsWith(`_${t}`))?`/config/repairs`:`/config/integrations/integration/telephony#config_entry=${t}`},_i=e=>({select:{multiple:!0,reorder:!0,mode:`dropdown`,options:e}}),vi=e=>e.map(({device_id:e,name:t,connection_name:n})=>({value:e,label:`${t} · ${n}`})),yi=async()=>{let{lines:e}=await(await Kt()).sendMessagePromise({type:`telephony/lines`});return e},bi=async()=>{let e=q(),[t]=await Promise.all([yi(),s(e)]),n=vi(t),r=ci.map(t=>({value:t,label:l(e,`section.${t}`)})),i={devices:`editor.devices_help`,lamps:`editor.lamps_help`},a={name:{label:l(e,`choice.name`),required:!0,selector:{text:{}}},icon:{label:l(e,`editor.icon`),selector:{icon:{}}},tap_action:{label:l(e,`editor.action`),required:!0,selector:{ui_action:{}}}};return{schema:[{name:`title`,selector:{text:{}}},{name:`devices`,selector:_i(n)},{name:`sections`,selector:_i(r)},{name:`lamps`,selector:_i(n)},{name:`log_limit`,default:10,selector:{number:{min:1,max:100,mode:`box`}}},{name:`compact`,selector:{boolean:{}}},{name:`busy_only`,selector:{boolean:{}}},{name:`camera`,selector:{entity:{domain:`camera`}}},{name:`buttons`,selector:{object:{multiple:!0,label_field:`name`,fields:a}}},{name:`popup_switch`,default:!0,selector:{boolean:{}}}],computeLabel:({name:t})=>l(e,`editor.${t}`),computeHelper:({name:t})=>i[t]?l(e,i[t]):void 0}},xi=({entities:e={}})=>{var t;return(t=Object.values(e).find(({platform:e,translation_key:t})=>e===`telephony`&&t===`state`))==null?void 0:t.device_id},Si=(e,{entity_id:t=``})=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)===`telephony`&&r.translation_key===`state`},Ci=(e,t)=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)!==`telephony`||!r.device_id?null:{config:{type:`custom:telephony-card`,devices:[r.device_id]}}},wi=e=>{let t=window,n=(n,[r,i],a)=>{var o;let s=Object.defineProperties(a,{name:{get:()=>e(r),enumerable:!0},...i&&{description:{get:()=>e(i),enumerable:!0}}});((o=t[n])==null?t[n]=[]:o).push(s)};n(`customCards`,[`card.name`,`card.description`],{type:`telephony-card`,preview:!0,getEntitySuggestion:Ci}),n(`customCardFeatures`,[`feature.name`],{type:`telephony-call-feature`,isSupported:Si}),n(`customBadges`,[`card.name`,`badge.description`],{type:`telephony-badge`,preview:!0}),n(`customStrategies`,[`card.name`,`strategy.description`],{type:`telephony`,strategyType:`dashboard`})},Ti,Ei=new Set,Di=class extends M{constructor(...e){super(...e),this.language=`en`,this.repair=``}connectedCallback(){super.connectedCallback(),Ei.add(this),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),Ei.delete(this),this.tellOthers()}updated(e){e.has(`down`)&&this.tellOthers()}tellOthers(){for(let e of Ei)e!==this&&e.requestUpdate()}get isFirst(){return[...Ei].find(({down:e})=>e.connection===this.down.connection)===this}willUpdate(e){(e.has(`down`)||e.has(`server`))&&this.look()}async look(){if(this.repair=``,!this.server)return;let{down:e}=this,t=await gi(this.server,e.connection).catch(()=>``);e===this.down&&(this.repair=t)}render(){if(!this.isFirst)return D;let{name:e,reason:t,since:n}=this.down;return T`<p role="status">
${Y(`phone-off`)}
<span
><b>${e}</b>: ${t||l(this.language,`banner.no_connection`)}.
${l(this.language,`banner.since`,{time:Ft({started_at:n},this.language)})}</span
>
${this.repair?T`<a class="push" href=${this.repair}
>${l(this.language,`banner.repair`)}</a
>`:D}
</p>`}};Ti=Di,Ti.properties={down:{attribute:!1},server:{attribute:!1},language:{},repair:{state:!0}},Ti.styles=[Z,Q,g` :host{display:block}p{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin:0 0 12px;padding:8px 12px;min-height:44px;border-radius:12px;background:color-mix(in srgb,var(--phone-danger) 12%,transparent)}span{flex:1 1 160px;overflow-wrap:anywhere}.icon{color:var(--phone-danger)}a{color:inherit;text-decoration:none}${X}{p{background:var(--phone-tint)}}`],customElements.define(`telephony-banner`,Di);var Oi,ki=class extends M{constructor(...e){super(...e),this.language=`en`}get dialog(){return this.renderRoot.querySelector(`dialog`)}render(){let{tone:e,volume:t}=Rn(),n=this.text(`choose`);return T`<button
class="round"
aria-label=${n}
aria-haspopup="dialog"
title=${n}
@click=${()=>G(this.dialog)}
>
${Y(e?`music-note`:`music-note-off`)}
</button>
<dialog aria-labelledby="title">
<h3 id="title">${n}</h3>
<p>${this.text(`help`)}</p>
<div class="options">
<label
>${this.text(`tone`)}
<select @change=${e=>this.choose({tone:Ai(e)})}>
${[``,...Object.keys(jn)].map(t=>T`<option value=${t} ?selected=${t===e}>
${this.text(t||`none`)}
</option>`)}
</select></label
>
<label
>${this.text(`volume`)}
<input
type="range"
min="10"
max="100"
step="10"
.value=${String(t)}
?disabled=${!e}
@change=${e=>this.choose({volume:Number(Ai(e))})}
/></label>
<button class="push" data-action="close" @click=${()=>K(this.dialog)}>
${l(this.language,`action.close`)}
</button>
</div>
</dialog>`}text(e){return l(this.language,`ring.${e}`)}choose(e){Un({...Rn(),...e}),this.requestUpdate()}};Oi=ki,Oi.properties={language:{}},Oi.styles=[Z,Q,dr,g` .options{gap:16px}[type="range"]{padding:0;border:0;accent-color:var(--phone-connected)}`];var Ai=({target:e})=>e.value;customElements.define(`telephony-ring-choice`,ki);var ji,Mi={on:`bell-ring`,all:`bell-plus`,off:`bell-off`},Ni=class extends M{constructor(...e){super(...e),this.lines=[],this.language=`en`}connectedCallback(){super.connectedCallback(),this.forget=On(()=>this.requestUpdate())}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}render(){var e;let t=this.lines.some(({popup:e})=>e)?`on`:`off`,n=(e=wn())==null?t:e,r=this.lines.some(({mine:e})=>e!==void 0),i=l(this.language,`popup.${r&&n===`on`?`mine`:n}`);return T`${n===`off`?D:T`<telephony-ring-choice .language=${this.language}></telephony-ring-choice>`}
${n===`off`||!nn()?D:this.notices()}
<button
class="round"
role=${r?D:`switch`}
aria-checked=${r?D:n!==`off`}
aria-label=${i}
title=${i}
@click=${()=>Tn(Dn(n,r))}
>
${Y(Mi[n])}
</button>`}notices(){let e=an(),t=l(this.language,`notices.${rn()?`denied`:`wish`}`);return T`<button
class="round"
data-action="notices"
role="switch"
aria-checked=${e}
aria-label=${t}
title=${t}
@click=${()=>void on(!e,this.language).then(()=>this.requestUpdate())}
>
${Y(e?`message-badge`:`message-off-outline`)}
</button>`}};ji=Ni,ji.properties={lines:{attribute:!1},language:{}},ji.styles=[Z,Q,g` :host{display:flex}@media (hover:none){[data-action]{display:none}}`],customElements.define(`telephony-bell`,Ni);var Pi,Fi=class extends M{constructor(...e){super(...e),this.lines=[],this.known=[],this.favorites=[],this.language=`en`,this.from=``}get callers(){return pt(this.lines).filter(({can_control:e,actions:t})=>e&&t.includes(`make_call`))}render(){let{callers:e}=this,t=this.favorites.filter(({connection:e})=>this.lines.some(t=>t.connection===e));return T`
${e.length>1?this.lineSelect(e):D}
<telephony-dial
takesLinks
.known=${this.known}
.search=${this.search}
.language=${this.language}
.disabled=${!e.length}
@telephony-number=${e=>this.make(e.detail)}
></telephony-dial>
${t.length?T`<div class="starred">
${t.map(({name:t,number:n,formatted_number:r,connection:i})=>{let a={name:t,number:n,formatted_number:r,from:e.find(e=>e.connection===i)};return T`<button class="push" @click=${()=>Wr(this,a)}>
${Y(`star`)}<bdi>${t==null?H(a):t}</bdi>
</button>`})}
</div>`:D}
`}lineSelect(e){return T`<label>
${l(this.language,`action.call_from`)}
<select @change=${e=>this.from=e.target.value}>
${e.map(({line:e,name:t})=>T`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
</select>
</label>`}make(e){var t;let n=(t=this.callers.find(e=>e.line===this.from))==null?this.callers[0]:t;n&&F(this,{action:`make_call`,line:n,data:{number:e}})}};Pi=Fi,Pi.properties={lines:{attribute:!1},known:{attribute:!1},search:{attribute:!1},favorites:{attribute:!1},language:{},from:{state:!0}},Pi.styles=[Z,Q,dr,g` .starred{display:flex;flex-wrap:wrap;gap:8px}.starred .icon{--mdc-icon-size:18px;width:18px;height:18px;color:var(--phone-ringing)}:host{display:grid;gap:8px}label{display:flex;align-items:center;gap:12px}select{flex:1}`],customElements.define(`telephony-dial-section`,Fi);var Ii,Li=class extends M{constructor(...e){super(...e),this.lamps=new Map,this.language=`en`}render(){return T`
<h3>${l(this.language,`section.lamps`)}</h3>
<div class="field">
${P(this.lamps,([e])=>e,([,e])=>this.lamp(e))}
</div>
`}lamp(e){let t=L(e),n=l(this.language,`state.${t}`);return T`
<button
class=${t}
aria-label=${l(this.language,`lamp.help`,{name:e.name,state:n})}
@click=${()=>Wr(this,{name:e.name,number:e.line,ringing:t===`ringing`})}
>
<i></i>
<bdi class="name">${e.name}</bdi>
<span class="word">${n}</span>
</button>
`}};Ii=Li,Ii.properties={lamps:{attribute:!1},language:{}},Ii.styles=[Z,Q,g` :host{display:block}.field{display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:8px;margin-top:8px}button{--tone:var(--phone-idle);display:grid;grid-template-columns:12px minmax(0,1fr);gap:0 10px;align-items:center;padding:8px 12px;min-height:56px;border-radius:12px;text-align:start;background:color-mix(in srgb,var(--tone) 10%,transparent)}button:hover{background:color-mix(in srgb,var(--tone) 18%,transparent)}${X}{button,button:hover{background:var(--phone-tint)}}.ringing i{animation:blink 1s steps(2,jump-none) infinite}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}.word{grid-column:2;font-size:0.8125em}@keyframes blink{to{opacity:0.25}}`,Zn,Xn],customElements.define(`telephony-lamps`,Li);var Ri,zi=6e3,Bi=class extends M{constructor(...e){super(...e),this.language=`en`,this.said=``,this.undo=()=>void 0,this.now=()=>this.finish()}connectedCallback(){super.connectedCallback(),window.addEventListener(`pagehide`,this.now)}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`pagehide`,this.now),this.finish()}say(e,t,n){this.finish(),this.said=e,this.act=t,this.undo=n,this.timer=setTimeout(this.now,zi)}cancel(){this.act&&this.finish(!0)}finish(e=!1){clearTimeout(this.timer);let{act:t}=this;this.act=void 0,this.said=``,e?this.undo():t==null||t()}render(){return T`<div role="status">
${this.said?T`<p>
<span>${this.said}</span>
<button class="push" data-action="undo" @click=${()=>this.finish(!0)}>
${l(this.language,`action.undo`)}
</button>
</p>`:D}
</div>`}};Ri=Bi,Ri.properties={language:{},said:{state:!0}},Ri.styles=[Z,Q,Qn,g` :host{display:block;position:sticky;bottom:12px;z-index:4}p{justify-content:space-between;margin-top:8px}`],customElements.define(`telephony-toast`,Bi);var Vi,Hi=class extends M{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.skew=0,this.compact=!1,this.busy=!1,this.read=new Set}get missed(){return this.renderRoot.querySelector(`telephony-missed`)}get toast(){return this.renderRoot.querySelector(`telephony-toast`)}connectedCallback(){super.connectedCallback(),this.forget=fn(e=>this.shows(e))}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}shows(e){return[...this.renderRoot.querySelectorAll(`telephony-line`)].some(t=>{var n,r;return[...(n=(r=t.shadowRoot)==null?void 0:r.querySelectorAll(`telephony-call`))==null?[]:n].some(t=>t.call.call_id===e&&hn(t))})}willUpdate(e){var t,n,r;if((e.has(`extras`)||!ft(this.lines,(t=e.get(`lines`))==null?this.lines:t,R))&&((n=this.extras)==null?e.get(`extras`):n)&&yn(this.lines,this.extras),!this.read.size||!e.has(`lines`))return;let i=new Map((r=e.get(`lines`))==null?void 0:r.map(e=>[R(e),e.missed])),a=e=>{var t;return e.missed>((t=i.get(R(e)))==null?0:t)};this.lines.some(e=>this.read.has(R(e))&&a(e))&&this.toast.cancel()}mark(e){let t=R(e),n=()=>{this.read=new Set([...this.read].filter(e=>e!==t))};this.toast.say(l(this.language,`missed.marked`),()=>void this.run({action:`mark_missed_read`,line:e}).then(n),n),this.read=new Set([...this.read,t])}render(){return T`<div
class="lines"
@telephony-missed=${e=>this.missed.open(e.detail)}
>
${this.shown()}
</div>
<telephony-missed
.server=${this.server}
.language=${this.language}
@telephony-read=${e=>this.mark(e.detail)}
></telephony-missed>
<telephony-toast .language=${this.language}></telephony-toast>`}shown(){let e=this.busy?this.lines.filter(({calls:e})=>e.length).sort((e,t)=>dt(e)<dt(t)?-1:1):this.lines;return e.length?P(e,R,(e,t)=>T`<telephony-line
.line=${this.read.has(R(e))?{...e,missed:0}:e}
.extras=${this.extras}
.server=${this.server}
.language=${this.language}
.skew=${this.skew}
.compact=${this.compact}
>${t?D:T`<slot></slot>`}</telephony-line
>`):T`<p>${l(this.language,`card.no_calls`)}</p>`}};Vi=Hi,Vi.properties={lines:{attribute:!1},server:{attribute:!1},run:{attribute:!1},language:{},skew:{type:Number},compact:{type:Boolean},extras:{attribute:!1},busy:{type:Boolean},read:{state:!0}},Vi.styles=[Z,g` :host{display:block}.lines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));align-items:start;gap:4px 16px}p{margin:12px 0;color:var(--phone-quiet)}`],customElements.define(`telephony-lines`,Hi);var Ui=1e4,Wi=(e,t)=>e.entry.started_at<t.entry.started_at?1:-1,Gi=e=>e.flatMap(e=>e.log.map(t=>({entry:t,line:e,connection:e.connection,number:e.line}))).sort(Wi),Ki=(e,{number:t,line:n})=>e.number===t||e.name_source===`line`&&e.name===(n==null?void 0:n.name),qi=e=>{let t=e.filter(({entry:e})=>e.direction===`outgoing`),n=new Set;return e.map(e=>{if(e.entry.direction!==`incoming`)return{...e,times:1};let r=Date.parse(e.entry.started_at),i=t.find(t=>!n.has(t)&&t.connection===e.connection&&Ki(e.entry,t)&&Ki(t.entry,e)&&Math.abs(Date.parse(t.entry.started_at)-r)<=Ui);if(!i)return{...e,times:1};n.add(i);let a=({line:e,number:t})=>{var n;return(n=e==null?void 0:e.name)==null?t:n};return{...e,times:1,between:{from:a(i),to:a(e)}}}).filter((t,r)=>!n.has(e[r]))},Ji=({entry:e})=>new Date(e.started_at).toDateString(),Yi=e=>{var t;let{entry:n,connection:r,number:i,between:a}=e,o=(t=n.number)==null?n.name:t;return o?JSON.stringify([Ji(e),r,i,o,n.direction,n.outcome,a]):n.call_id},Xi=e=>{let t=[];for(let n of qi([...e].sort(Wi))){let e=t[t.length-1];if(!e||e.date.toDateString()!==Ji(n)){t.push({date:new Date(n.entry.started_at),rows:[n]});continue}let r=e.rows[e.rows.length-1];r&&Yi(r)===Yi(n)?r.times++:e.rows.push(n)}return t},Zi=(e,t,n=new Date)=>{let r=e=>new Date(e).setHours(12,0,0,0),i=Math.round((r(e)-r(n))/864e5),a=i===0||i===-1?new Intl.RelativeTimeFormat(t,{numeric:`auto`}).format(i,`day`):new Intl.DateTimeFormat(t,{weekday:`long`,day:`numeric`,month:`long`,...e.getFullYear()!==n.getFullYear()&&{year:`numeric`}}).format(e);return a.charAt(0).toLocaleUpperCase(t)+a.slice(1)},Qi=50,$i=5e3,ea={in:0,out:0,missed:0,longest_wait:0},ta=class{constructor(e){this.host=e,this.error=``,this.isPaged=!1,this.generation=0,this.next=new Map,e.addController(this)}hostConnected(){}hostDisconnected(){clearTimeout(this.timer),this.timer=void 0}set(e){this.server=e}get hasMore(){return[...this.next.values()].some(e=>e!==null)}forget(){this.generation++,this.found=void 0,this.isPaged=!1,this.next.clear()}async find({lines:e,...t},n=!1){let r=++this.generation;n||this.next.clear(),this.isPaged=n;let i=[...mt(e)].filter(([e])=>!n||this.next.get(e)).map(async([e,r])=>{let i=n&&this.next.get(e),{calls:a,next:o}=await this.ask(r,{...t,limit:Qi,...i&&{before:i}});return{connection:e,own:r,calls:a,next:o}});try{var a;let e=await Promise.all(i);if(r!==this.generation)return;let t=e.flatMap(({connection:e,own:t,calls:n,next:r})=>(this.next.set(e,r),n.map(n=>({entry:n,connection:e,number:n.line,line:t.find(({line:e})=>e===n.line)}))));this.found=n?[...(a=this.found)==null?[]:a,...t]:t,this.error=``}catch(e){r===this.generation&&(this.error=I(e))}this.host.requestUpdate()}count(e){if(!this.server||this.timer||!e.length)return;let t=async()=>{let t=await Promise.all([...mt(e).values()].map(e=>this.ask(e,{limit:1,today:!0})));this.figures=t.reduce((e,{today:t=ea})=>({in:e.in+t.in,out:e.out+t.out,missed:e.missed+t.missed,longest_wait:Math.max(e.longest_wait,t.longest_wait)}),ea),this.host.requestUpdate()},n=this.figures?$i:0;this.timer=setTimeout(()=>{this.timer=void 0,t().catch(()=>void 0)},n)}async ask(e,t){let n=[...new Set(e.map(e=>e.device_id))];return this.server?this.server.sendMessagePromise({type:`telephony/call_log`,device_id:n,...t}):{calls:[],next:null}}},na=g` :host{display:block;container-type:inline-size}.head,.filters{display:flex;flex-wrap:wrap;align-items:center;gap:4px}.head{gap:4px 16px}h3{margin-inline-end:auto}h4{margin:12px 0 0;font-size:0.875em;font-weight:500;color:var(--phone-quiet)}.figures{color:var(--phone-quiet);font-size:0.875em;font-variant-numeric:tabular-nums}input,select{flex:1 1 140px;min-height:44px;font-size:0.875em}.note{overflow-wrap:anywhere;font-size:0.875em;font-style:italic}.more{display:flex;margin:8px auto 0}li{display:grid;grid-template-columns:24px 1fr auto 44px;gap:12px;align-items:center;min-height:56px}.sign{display:grid;color:var(--phone-idle)}.answered .sign{color:var(--phone-connected)}.missed .sign{color:var(--phone-danger)}.what{min-width:0}.name,.facts{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.missed .name{font-weight:600}.facts,time,p{color:var(--phone-quiet);font-size:0.875em}time{font-variant-numeric:tabular-nums;white-space:nowrap}`,ra,ia=new Set([`busy`,`failed`,`unanswered`,`rejected`]),aa=({outcome:e,direction:t})=>e===`missed`?`call-missed`:e===`diverted`||e===`answered_elsewhere`?`call-split`:ia.has(e)?`phone-cancel`:t===`outgoing`?`call-made`:`call-received`,oa={all:()=>!0,missed:({outcome:e})=>e===`missed`,in:({direction:e})=>e===`incoming`,out:({direction:e})=>e===`outgoing`},sa=250,ca=(e,t)=>![`log`,`name`,`can_control`].every(n=>ft(e,t,e=>e[n])),la=class extends M{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.limit=10,this.filter=`all`,this.query=``,this.only=``,this.newest=``,this.pages=new ta(this)}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}willUpdate(e){if(this.pages.set(this.server),!e.has(`lines`)&&!e.has(`server`))return;let t=JSON.stringify(this.lines.map(({log:e})=>{var t;return(t=e[0])==null?void 0:t.call_id}));(t!==this.newest||e.has(`server`))&&(this.newest=t,this.pages.count(this.lines),this.pages.found&&!this.pages.isPaged&&this.find())}get wanted(){return this.only?this.lines.filter(({line:e})=>e===this.only):this.lines}get isWhole(){return this.filter===`all`&&!this.query.trim()&&!this.only}find(e=!1){let{filter:t}=this;return this.pages.find({query:this.query.trim(),directions:t===`in`?[`incoming`]:t===`out`?[`outgoing`]:[],outcomes:t===`missed`?[`missed`]:[],lines:this.wanted},e)}changed(e=0){clearTimeout(this.timer),this.pages.forget(),!this.isWhole&&this.server&&(this.timer=setTimeout(()=>void this.find(),e))}get calls(){if(this.pages.found)return this.pages.found;let e=this.query.trim().toLocaleLowerCase(),t=oa[this.filter];return Gi(this.wanted).filter(({entry:n})=>{var r,i;return t(n)&&(!e||((r=n.name)==null?``:r).toLocaleLowerCase().includes(e)||((i=n.number)==null?``:i).includes(e))}).slice(0,this.limit)}text(e,t={}){return l(this.language,e,t)}render(){let{calls:e}=this,t=Xi(e),n=this.pages.found?this.pages.hasMore:this.server&&e.length>=this.limit,r=new Intl.DateTimeFormat(this.language,{timeStyle:`short`});return T`
<div class="head">
<h3>${this.text(`section.log`)}</h3>
${this.figures()}
</div>
<div class="filters">
${Object.keys(oa).map(e=>this.chip(e))} ${this.lineSelect()} ${this.search()}
</div>
${t.length?t.map(({date:e,rows:t})=>T`<h4>${Zi(e,this.language)}</h4>
<ul>
${P(t,({entry:e})=>e.call_id,e=>this.row(e,r))}
</ul>`):T`<p>${this.text(this.isWhole?`log.empty`:this.filter===`missed`?`log.none_missed`:`log.none`)}</p>`}
${this.pages.error?T`<p role="alert">${this.pages.error}</p>`:D}
${n?T`<button class="push more" data-action="more" @click=${()=>void this.find(!!this.pages.found)}>
${this.text(`log.more`)}
</button>`:D}
`}figures(){let{figures:e}=this.pages;if(!e||!(e.in+e.out))return D;let{in:t,out:n,missed:r,longest_wait:i}=e;return T`<span class="figures"
>${this.text(`log.figures`,{in:t,out:n,missed:r,wait:Pt(i)})}</span
>`}chip(e){return T`<button
class="chip"
aria-pressed=${this.filter===e}
@click=${()=>{this.filter=e,this.changed()}}
>
${this.text(`log.${e}`)}
</button>`}lineSelect(){if(this.lines.length<2)return D;let e=this.text(`log.all_lines`);return T`<select
aria-label=${this.text(`log.line`)}
@change=${e=>{this.only=e.target.value,this.changed()}}
>
<option value="">${e}</option>
${this.lines.map(({line:e,name:t})=>T`<option value=${e} ?selected=${e===this.only}>${t}</option>`)}
</select>`}search(){let e=this.text(`log.search`);return T`<input
type="search"
aria-label=${e}
placeholder=${e}
maxlength="100"
.value=${this.query}
@input=${e=>{this.query=e.target.value,this.changed(sa)}}
/>`}row({entry:e,line:t,number:n,times:r,between:i},a){var o,s;let c=e.outcome===`answered`&&e.talk_seconds!==null,l=[this.text(`outcome.${e.outcome}`),...this.lines.length>1&&!i?[(o=t==null?void 0:t.name)==null?n:o]:[],...e.routed_by?[this.text(`log.routed_by`,{name:e.routed_by})]:[],...c?[Pt((s=e.talk_seconds)==null?0:s)]:[]];return T`
<li class=${e.outcome}>
<span class="sign">${Y(aa(e))}</span>
<div class="what">
<div class="name">
${i?T`<bdi>${this.text(`log.between`,i)}</bdi>`:W(e,this.language)}${r>1?T` <span>(${r})</span>`:D}
</div>
<div class="facts">
${e.direction&&!i?T`<span class="hidden-text">
${this.text(`direction.${e.direction}`)},
</span>`:D}
${l.join(` · `)}
</div>
${e.note?T`<div class="note">${e.note}</div>`:D}
</div>
<time datetime=${e.started_at}>${a.format(new Date(e.started_at))}</time>
${this.callBack(e,t)}
</li>
`}callBack(e,t){let{number:n}=e;if(!n||!(t!=null&&t.can_control))return T`<span class="round"></span>`;let r=l(this.language,`action.call_party`,{party:U(e,this.language)});return T`<button
class="round"
aria-label=${r}
title=${r}
@click=${()=>Wr(this,{name:e.name&&U(e,this.language),number:n,formatted_number:e.formatted_number,from:t,unknown:ut(e)})}
>
${Y(`phone`)}
</button>`}};ra=la,ra.properties={lines:{attribute:!1,hasChanged:ca},server:{attribute:!1},language:{},limit:{type:Number},filter:{state:!0},query:{state:!0},only:{state:!0}},ra.styles=[Z,Q,na],customElements.define(`telephony-log`,la);var ua,da=class extends M{constructor(...e){super(...e),this.snapshot=ht,this.known=[],this.lines=[],this.loaded=!1,this.error=``,this.announcement=``,this.down=[],this.language=``,this.favorites=[],this.starred=new B(this,({favorites:e})=>this.favorites=e,()=>void 0),this.movedAt=0,this.connections=new hi,this.numbers=new un(()=>this.connection,e=>this.error=e),this.search=e=>this.numbers.search(this.lines[0],e),this.subscription=new B(this,e=>this.hear(e),()=>this.show(St(this.snapshot))),this.followLink=()=>{if(!this.lines.length||!this.config||!$(this.config).includes(`dial`))return;let e=pr();e&&this.choice.open({name:null,number:e})},this.run=async e=>{if(this.connection){this.error=``;try{await lt(this.connection,e)}catch(e){this.error=I(e)}}}}get choice(){return this.renderRoot.querySelector(`telephony-choice`)}get ask(){return this.renderRoot.querySelector(`telephony-ask`)}static getStubConfig(e){let t=xi(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.connections.update(e)&&(this.down=this.connections.down),this.connection=e.connection;let t=Wt(e);c(t,()=>{var t;return this.hass=(t=this.hassNow)==null?e:t})&&(this.language=t)}setConfig(e){this.config=di(e),this.extras=fi(e)}getCardSize(){return 2+3*(this.config?$(this.config).length:1)}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`,min_rows:2}}connectedCallback(){super.connectedCallback();let e=en(e=>this.key(e));window.addEventListener(`location-changed`,this.followLink),this.forget=()=>{e(),window.removeEventListener(`location-changed`,this.followLink)}}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}key(e){let t=Yt(this.lines,e);if(!t||!this.config||!$(this.config).includes(`calls`))return!1;if(performance.now()-this.movedAt<350)return!0;let{action:n,line:r,call:i}=t;return n===`transfer`?this.ask.open(t):this.run({action:n,line:r,data:{call_id:i.call_id}}),!0}willUpdate(e){this.connection&&this.config&&(e.has(`connection`)||e.has(`config`))&&(this.subscription.set(this.connection,pi(this.config)),this.starred.set(this.connection,{type:`telephony/subscribe_favorites`}))}hear(e){this.show(bt(this.snapshot,e)),this.loaded||this.updateComplete.then(this.followLink),this.loaded=!0}show(e){let t=this.snapshot;if(this.snapshot=e,e.lines===t.lines&&e.lamps===t.lamps)return;let n=[...e.lines.values()].map(z);ft(n,this.lines,Zr)||(this.movedAt=performance.now()),ft(n,this.lines,({log:e})=>e)&&e.lamps===t.lamps||(this.known=ln(n,e.lamps.values(),this.language)),this.lines=n,this.announcement=this.ringing()}ringing(){return this.lines.flatMap(e=>e.calls.filter(({state:e,blocked:t})=>e===`ringing`&&!t).map(t=>l(this.language,`announce.incoming`,{party:U(t,this.language),line:e.name}))).join(`. `)}render(){var e,t;return!this.config||!this.language?D:T`
<ha-card class=${typeof((e=this.config.grid_options)==null?void 0:e.rows)==`number`?`rows`:``}>
${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
<div class="hidden-text" aria-live="assertive">${this.announcement}</div>
<div
class="body"
@telephony-command=${this.command}
@telephony-choose=${e=>this.choice.open(e.detail)}
@telephony-ask=${e=>this.ask.open(e.detail)}
>
${this.content(this.config)}
<telephony-choice
.lines=${this.lines}
.favorites=${this.favorites}
.star=${this.numbers.setFavorite}
.newAbroad=${this.numbers.newAbroad}
.save=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.numbers.saveContact:void 0}
.language=${this.language}
></telephony-choice>
<telephony-ask
.server=${this.connection}
.lines=${this.lines}
.known=${this.known}
.search=${this.search}
.language=${this.language}
></telephony-ask>
</div>
</ha-card>
`}text(e,t={}){return l(this.language,e,t)}header(e){return e.title?T`<div class="head">
<h2 class="title">${e.title}</h2>
${this.bell(e)}
</div>`:D}bell({popup_switch:e=!0}){return e?T`<telephony-bell .lines=${this.lines} .language=${this.language}></telephony-bell>`:D}problem(){let e=this.subscription.error,t=e?this.text(`card.failed`,{reason:e}):this.error;return T`<div role="alert">
${t?T`<p class="problem">
<span>${t}</span>
${e?D:T`<button
class="round"
aria-label=${this.text(`action.close`)}
@click=${()=>this.error=``}
>
${Y(`close`)}
</button>`}
</p>`:D}
</div>`}banners(e){var t,n,r;let i=(t=(n=this.hassNow)==null?void 0:n.devices)==null?{}:t,a=new Set([...this.lines.map(({connection:e})=>e),...((r=e.devices)==null?[]:r).map(e=>{var t;return(t=i[e])==null?void 0:t.config_entry_id})]);return $(e).every(e=>e===`log`)?[]:this.down.filter(({connection:t})=>{var n;return!((n=e.devices)!=null&&n.length)||a.has(t)}).map(e=>{var t;return T`<telephony-banner
.down=${e}
.server=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.connection:void 0}
.language=${this.language}
></telephony-banner>`})}content(e){return this.loaded&&!this.lines.length?this.down.length?D:T`<p>${this.text(`card.no_lines`)}</p>`:$(e).map(t=>this.section(t,e))}section(e,t){let{language:n,lines:r}=this;switch(e){case`calls`:var i,a;return T`<telephony-lines
?hidden=${!this.loaded}
.lines=${r}
.server=${this.connection}
.extras=${this.extras}
.run=${this.run}
.skew=${this.snapshot.skew}
.compact=${(i=t.compact)!=null&&i}
.busy=${(a=t.busy_only)!=null&&a}
.language=${n}
>${t.title?D:this.bell(t)}</telephony-lines
>`;case`dial`:return T`<telephony-dial-section
.favorites=${this.favorites}
.lines=${r}
.known=${this.known}
.search=${this.search}
.language=${n}
></telephony-dial-section>`;case`lamps`:return T`<telephony-lamps
?hidden=${!this.snapshot.lamps.size}
.lamps=${this.snapshot.lamps}
.language=${n}
></telephony-lamps>`;case`log`:var o;return T`<telephony-log
.server=${this.connection}
.lines=${r}
.limit=${(o=t.log_limit)==null?10:o}
.language=${n}
></telephony-log>`}}command(e){this.run(e.detail)}};ua=da,ua.properties={config:{state:!0},snapshot:{state:!0},known:{state:!0},lines:{state:!0},loaded:{state:!0},error:{state:!0},announcement:{state:!0},connection:{state:!0},down:{state:!0},language:{},favorites:{state:!0}},ua.getConfigForm=bi,ua.styles=[Z,Q,si],customElements.define(`telephony-card`,da);var fa=[`calls_in`,`calls_out`,`calls_answered`,`calls_missed`],pa=20,ma=8,ha=16,ga=6,_a=async({devices:e},{connection:t,language:n})=>{let[{lines:r}]=await Promise.all([t.sendMessagePromise({type:`telephony/lines`}),s(n)]);return pt(e?r.filter(({device_id:t})=>e.includes(t)):r)},va=e=>e.map(({device_id:e})=>e),ya=(e,t)=>e.flatMap(({entities:{[t]:e},name:n})=>e?[{entity:e,name:n}]:[]),ba=(e,t,n={})=>t.length?[{type:`grid`,cards:[{type:`heading`,heading:e},...t],...n}]:[],xa=(e,t,n=ma)=>Math.min(n,Math.ceil(e/t)),Sa=e=>({type:`custom:telephony-card`,grid_options:{columns:`full`},...e}),Ca=(e,t)=>{var n;let r=e.map(e=>[e]);return r.length>1?(n=r[r.length-1])==null||n.push(t):r.push([t]),r.map(e=>{var n;return{type:`grid`,column_span:e[0]===t?1:xa(((n=e[0])==null?void 0:n.devices).length,ga),cards:e}})},wa=(e,t)=>{let n=[...mt(e).values()].map(e=>{var t;return Sa({title:(t=e[0])==null?void 0:t.connection_name,devices:va(e),sections:[`calls`,`dial`]})}),r=Sa({devices:va(e),sections:[`log`],log_limit:pa});return{title:l(t,`strategy.calls`),path:`calls`,icon:`mdi:phone`,type:`sections`,max_columns:ma,sections:Ca(n,r)}},Ta=(e,t)=>{let n=va(e),r=Sa({devices:n,sections:[`calls`,`dial`],busy_only:!0,compact:!0}),i=Sa({devices:n,lamps:n,sections:[`lamps`]}),a=Sa({devices:n,sections:[`log`],log_limit:pa}),o=xa(n.length,ha,6),s=(e,t=1)=>({type:`grid`,column_span:t,cards:[e]});return{title:l(t,`strategy.now`),path:`now`,icon:`mdi:phone-in-talk`,type:`sections`,max_columns:ma,sections:o>1?[s(r),s(a),s(i,o)]:[s(r),s(i),s(a)]}},Ea=({entities:e={}},t)=>Object.entries(e).filter(([,{platform:e,translation_key:n}])=>e===`telephony`&&n===t).map(([e])=>e),Da=(e,t)=>e.length?[{type:`statistics-graph`,entities:e,...t}]:[],Oa=e=>[...Da(Ea(e,`active_calls`),{period:`hour`,stat_types:[`max`],days_to_show:7}),...fa.flatMap(t=>Da(Ea(e,t),{chart_type:`bar`,period:`day`,stat_types:[`change`],days_to_show:14}))],ka=([e],t)=>{var n;return!e||!((n=t.user)!=null&&n.is_admin)||fa.some(e=>Ea(t,e).length)?[]:[{type:`button`,name:l(t.language,`strategy.counters`),icon:`mdi:counter`,show_state:!1,tap_action:{action:`navigate`,navigation_path:`/config/entities/?historyBack=1&config_entry=${e.connection}`}}]},Aa=(e,t)=>{let n=ya(e,`state`),r=ya(e,`call`).map(({entity:e})=>e),i=ya(e,`missed_calls`).map(e=>({...e,visibility:[{condition:`numeric_state`,entity:e.entity,above:0}]})),a=e=>l(t.language,`strategy.${e}`);return{title:a(`history`),path:`history`,icon:`mdi:phone-log`,type:`sections`,max_columns:4,sections:[...ba(a(`missed`),i.map(e=>({type:`tile`,...e})),{visibility:[{condition:`or`,conditions:i.flatMap(({visibility:e})=>e)}]}),...ba(a(`states`),n.length?[{type:`history-graph`,entities:n,hours_to_show:24}]:[]),...ba(a(`log`),r.length?[{type:`logbook`,target:{entity_id:r},hours_to_show:24}]:[]),...ba(a(`statistics`),[...Oa(t),...ka(e,t)])]}},ja=e=>({title:l(e,`strategy.calls`),cards:[{type:`markdown`,content:l(e,`strategy.no_lines`)}]}),Ma=class extends HTMLElement{static async generate(e,t){let n=await _a(e,t);return n.length?{views:[Ta(n,t.language),wa(n,t.language),Aa(n,t)]}:{views:[ja(t.language)]}}},Na=class extends HTMLElement{static async generate(e,t){let n=await _a(e,t);return n.length?wa(n,t.language):ja(t.language)}};customElements.define(`ll-strategy-dashboard-telephony`,Ma),customElements.define(`ll-strategy-view-telephony`,Na);var Pa,Fa=class extends M{constructor(...e){super(...e),this.error=``,this.entity=``,this.arrangement=``,this.settling=new Jn(this),this.watched=new V(this)}static getStubConfig(){return{type:`custom:telephony-call-feature`}}set hass(e){this.hassNow=e,this.listen()}set context({entity_id:e=``}){this.entity=e,this.listen()}setConfig(){}listen(){var e;let t=(e=this.hassNow)==null||(e=e.entities)==null||(e=e[this.entity])==null?void 0:e.device_id;this.hassNow&&t&&this.watched.set(this.hassNow.connection,[t])}get found(){return Tt(this.watched.lines)}get actions(){let{found:e}=this;return e!=null&&e.line.can_control?Object.entries(or).filter(([t,{asks:n}])=>!n&&e.call.actions.includes(t)):[]}willUpdate(){var e;let t=JSON.stringify([(e=this.found)==null?void 0:e.call.call_id,this.actions.map(([e])=>e)]);t!==this.arrangement&&this.settling.begin(),this.arrangement=t}render(){let e=this.hassNow?Wt(this.hassNow):`en`;if(!c(e,()=>this.requestUpdate()))return D;let{found:t,actions:n}=this;if(!t||!n.length||this.error){let n=this.error||l(e,t?`state.${t.call.state}`:`card.no_calls`);return T`<p role=${this.error?`alert`:`status`}>${n}</p>`}return T`<div>
${P(n,([e])=>`${t.call.call_id} ${e}`,([n,{path:r,look:i}])=>{let a=l(e,`action.${lr(n,t.call)}`);return T`<button
class="push ${i==null?``:i}"
data-action=${n}
aria-label=${a}
title=${a}
aria-disabled=${this.settling.now?`true`:`false`}
@click=${()=>void this.press(n,t)}
>
${Y(r)}
</button>`})}
</div>`}async press(e,{line:t,call:n}){if(this.hassNow&&!this.settling.now)try{await lt(this.hassNow.connection,{action:e,line:t,data:{call_id:n.call_id}})}catch(e){this.error=I(e),setTimeout(()=>this.error=``,5e3)}}};Pa=Fa,Pa.properties={error:{state:!0}},Pa.styles=[Z,Q,g` div{display:flex;gap:12px}p{display:grid;place-items:center;margin:0;color:var(--phone-quiet);font-size:0.875em}.push,p{flex:1;min-height:var(--feature-height,42px);border-radius:var(--feature-border-radius,12px);background:var(--phone-tint)}`],customElements.define(`telephony-call-feature`,Fa);var Ia,La=class extends M{constructor(...e){super(...e),this.watched=new V(this)}static getStubConfig(e){let t=xi(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.config&&this.watched.set(e.connection,this.config.devices)}setConfig(e){this.config=e,this.hassNow&&this.watched.set(this.hassNow.connection,e.devices)}render(){var e,t,n,r;if(!this.config||!this.hassNow)return D;let i=Wt(this.hassNow);if(!c(i,()=>this.requestUpdate()))return D;let{lines:a,skew:o}=this.watched,s=Tt(a),u=a.reduce((e,t)=>e+t.missed,0),d=(e=(t=s==null?void 0:s.line)==null?a.find(e=>e.missed):t)==null?a[0]:e,f=d&&Et(this.hassNow,d.device_id),p=()=>this.dispatchEvent(new CustomEvent(`hass-more-info`,{detail:{entityId:f},bubbles:!0,composed:!0})),m=(s==null?void 0:s.call.state)===`ringing`?`phone-ring`:s?`phone-in-talk`:u?`phone-missed`:`phone`;return T`<button
class=${(n=s==null?void 0:s.call.state)==null?u?`missed`:``:n}
?disabled=${!f}
@click=${p}
>
${Y(m)}
${s?T`<span class="hidden-text">${l(i,`state.${s.call.state}`)}</span>
<span class="name">${W(s.call,i)}</span>
<telephony-duration
.since=${(r=s.call.answered_at)==null?s.call.started_at:r}
.skew=${o}
></telephony-duration>`:T`<span class="name"
>${u?l(i,`badge.missed`,{count:u}):l(i,`card.no_calls`)}</span
>`}
</button>`}};Ia=La,Ia.properties={config:{state:!0}},Ia.styles=[Z,Q,g` button{--tone:var(--phone-idle);display:flex;align-items:center;gap:8px;min-height:var(--ha-badge-size,36px);max-width:240px;padding:0 12px;border:1px solid var(--ha-card-border-color,var(--divider-color,#e0e0e0));border-radius:var(--ha-badge-border-radius,18px);background:var(--phone-surface);font-size:var(--ha-badge-font-size,12px);font-weight:500}.icon{--mdc-icon-size:18px;width:18px;height:18px;color:var(--tone)}.missed{--tone:var(--phone-danger)}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}button:disabled{opacity:1}`,Yn],customElements.define(`telephony-badge`,La),wi(e=>l(q(),e)),oi()}));