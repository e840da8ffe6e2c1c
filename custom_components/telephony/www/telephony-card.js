var e=Object.defineProperty,t=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},n=(t,n)=>{let r={};for(var i in t)e(r,i,{get:t[i],enumerable:!0});return n||e(r,Symbol.toStringTag,{value:`Module`}),r},r,i,a,o,s,c,l,u=t((()=>{r={12:`-u-hc-h12`,24:`-u-hc-h23`},i=({language:e,locale:t})=>{var n,i,a;return((n=t==null?void 0:t.language)==null?e:n)+((i=r[(a=t==null?void 0:t.time_format)==null?``:a])==null?``:i)},a=[`home-assistant`,`hc-main`],o=()=>Promise.race(a.map(e=>customElements.whenDefined(e))),s=50,c=async()=>{let e=window;for(;!e.hassConnection;)await new Promise(e=>setTimeout(e,s));return(await e.hassConnection).conn},l=()=>document.documentElement.lang||`en`})),d,f,p,m,h,ee,g,te,ne,re=t((()=>{
/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
d=globalThis,f=d.ShadowRoot&&(d.ShadyCSS===void 0||d.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,p=Symbol(),m=/* @__PURE__ */ new WeakMap,h=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==p)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(f&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=m.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&m.set(t,e))}return e}toString(){return this.cssText}},ee=e=>new h(typeof e==`string`?e:e+``,void 0,p),g=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]);return new h(n,e,p)},te=(e,t)=>{if(f)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=d.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},ne=f?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return ee(t)})(e):e})),ie,ae,oe,se,ce,le,ue,de,fe,pe,me,he,ge,_e,ve,ye,be,xe=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
re(),{is:oe,defineProperty:se,getOwnPropertyDescriptor:ce,getOwnPropertyNames:le,getOwnPropertySymbols:ue,getPrototypeOf:de}=Object,fe=globalThis,pe=fe.trustedTypes,me=pe?pe.emptyScript:``,he=fe.reactiveElementPolyfillSupport,ge=(e,t)=>e,_e={toAttribute(e,t){switch(t){case Boolean:e=e?me:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ve=(e,t)=>!oe(e,t),ye={attribute:!0,type:String,converter:_e,reflect:!1,useDefault:!1,hasChanged:ve},(ie=Symbol).metadata!=null||(ie.metadata=Symbol(`metadata`)),fe.litPropertyMetadata!=null||(fe.litPropertyMetadata=/* @__PURE__ */ new WeakMap),be=class extends HTMLElement{static addInitializer(e){var t;this._$Ei(),((t=this.l)==null?this.l=[]:t).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ye){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&se(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){var r;let{get:i,set:a}=(r=ce(this.prototype,e))==null?{get(){return this[t]},set(e){this[t]=e}}:r;return{get:i,set(t){let r=i==null?void 0:i.call(this);a==null||a.call(this,t),this.requestUpdate(e,r,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){var t;return(t=this.elementProperties.get(e))==null?ye:t}static _$Ei(){if(this.hasOwnProperty(ge(`elementProperties`)))return;let e=de(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ge(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ge(`properties`))){let e=this.properties,t=[...le(e),...ue(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(ne(e))}else e!==void 0&&t.push(ne(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){var e;this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),(e=this.constructor.l)==null||e.forEach(e=>e(this))}addController(e){var t,n;((t=this._$EO)==null?this._$EO=/* @__PURE__ */ new Set:t).add(e),this.renderRoot!==void 0&&this.isConnected&&((n=e.hostConnected)==null||n.call(e))}removeController(e){var t;(t=this._$EO)==null||t.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){var e;let t=(e=this.shadowRoot)==null?this.attachShadow(this.constructor.shadowRootOptions):e;return te(t,this.constructor.elementStyles),t}connectedCallback(){var e;this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this.enableUpdating(!0),(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostConnected)==null?void 0:t.call(e)})}enableUpdating(e){}disconnectedCallback(){var e;(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostDisconnected)==null?void 0:t.call(e)})}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){var i;let a=(((i=n.converter)==null?void 0:i.toAttribute)===void 0?_e:n.converter).toAttribute(t,n.type);this._$Em=e,a==null?this.removeAttribute(r):this.setAttribute(r,a),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){var i,a,o;let e=n.getPropertyOptions(r),s=typeof e.converter==`function`?{fromAttribute:e.converter}:((i=e.converter)==null?void 0:i.fromAttribute)===void 0?_e:e.converter;this._$Em=r;let c=s.fromAttribute(t,e.type);this[r]=(a=c==null?(o=this._$Ej)==null?void 0:o.get(r):c)==null?c:a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){var a,o;let s=this.constructor;if(!1===r&&(i=this[e]),n!=null||(n=s.getPropertyOptions(e)),!(((a=n.hasChanged)==null?ve:a)(i,t)||n.useDefault&&n.reflect&&i===((o=this._$Ej)==null?void 0:o.get(e))&&!this.hasAttribute(s._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){var o,s,c;n&&!((o=this._$Ej)==null?this._$Ej=/* @__PURE__ */ new Map:o).has(e)&&(this._$Ej.set(e,(s=a==null?t:a)==null?this[e]:s),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&((c=this._$Eq)==null?this._$Eq=/* @__PURE__ */ new Set:c).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{var n;e=this.shouldUpdate(t),e?(this.willUpdate(t),(n=this._$EO)==null||n.forEach(e=>{var t;return(t=e.hostUpdate)==null?void 0:t.call(e)}),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){var t;(t=this._$EO)==null||t.forEach(e=>{var t;return(t=e.hostUpdated)==null?void 0:t.call(e)}),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&(this._$Eq=this._$Eq.forEach(e=>this._$ET(e,this[e]))),this._$EM()}updated(e){}firstUpdated(e){}},be.elementStyles=[],be.shadowRootOptions={mode:`open`},be[ge(`elementProperties`)]=/* @__PURE__ */ new Map,be[ge(`finalized`)]=/* @__PURE__ */ new Map,he==null||he({ReactiveElement:be}),((ae=fe.reactiveElementVersions)==null?fe.reactiveElementVersions=[]:ae).push(`2.1.2`)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function Se(e,t){if(!Fe(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return Oe===void 0?t:Oe.createHTML(t)}function Ce(e,t,n=e,r){var i,a,o;if(t===Ke)return t;let s=r===void 0?n._$Cl:(i=n._$Co)==null?void 0:i[r],c=Pe(t)?void 0:t._$litDirective$;return(s==null?void 0:s.constructor)!==c&&(s==null||(a=s._$AO)==null||a.call(s,!1),c===void 0?s=void 0:(s=new c(e),s._$AT(e,n,r)),r===void 0?n._$Cl=s:((o=n._$Co)==null?n._$Co=[]:o)[r]=s),s!==void 0&&(t=Ce(e,s._$AS(e,t.values),s,r)),t}var we,Te,Ee,De,Oe,ke,_,Ae,je,Me,Ne,Pe,Fe,Ie,Le,Re,ze,Be,Ve,He,Ue,We,Ge,v,Ke,y,qe,Je,Ye,Xe,Ze,Qe,$e,et,tt,nt,rt,it,at,ot,st=t((()=>{Te=globalThis,Ee=e=>e,De=Te.trustedTypes,Oe=De?De.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,ke=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,Ae=`?`+_,je=`<${Ae}>`,Me=document,Ne=()=>Me.createComment(``),Pe=e=>e===null||typeof e!=`object`&&typeof e!=`function`,Fe=Array.isArray,Ie=e=>Fe(e)||typeof(e==null?void 0:e[Symbol.iterator])==`function`,Le=`[ 	
\f\r]`,Re=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ze=/-->/g,Be=/>/g,Ve=RegExp(`>|${Le}(?:([^\\s"'>=/]+)(${Le}*=${Le}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),He=/'/g,Ue=/"/g,We=/^(?:script|style|textarea|title)$/i,Ge=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),v=Ge(1),Ge(2),Ge(3),Ke=Symbol.for(`lit-noChange`),y=Symbol.for(`lit-nothing`),qe=/* @__PURE__ */ new WeakMap,Je=Me.createTreeWalker(Me,129),Ye=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=Re;for(let t=0;t<n;t++){var s;let n=e[t],c,l,u=-1,d=0;for(;d<n.length&&(o.lastIndex=d,l=o.exec(n),l!==null);)d=o.lastIndex,o===Re?l[1]===`!--`?o=ze:l[1]===void 0?l[2]===void 0?l[3]!==void 0&&(o=Ve):(We.test(l[2])&&(i=RegExp(`</`+l[2],`g`)),o=Ve):o=Be:o===Ve?l[0]===`>`?(o=(s=i)==null?Re:s,u=-1):l[1]===void 0?u=-2:(u=o.lastIndex-l[2].length,c=l[1],o=l[3]===void 0?Ve:l[3]===`"`?Ue:He):o===Ue||o===He?o=Ve:o===ze||o===Be?o=Re:(o=Ve,i=void 0);let f=o===Ve&&e[t+1].startsWith(`/>`)?` `:``;a+=o===Re?n+je:u>=0?(r.push(c),n.slice(0,u)+ke+n.slice(u)+_+f):n+_+(u===-2?t:f)}return[Se(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Xe=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ye(t,n);if(this.el=e.createElement(l,r),Je.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=Je.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(ke)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?et:r[1]===`?`?tt:r[1]===`@`?nt:$e}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(We.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=De?De.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],Ne()),Je.nextNode(),c.push({type:2,index:++a});i.append(e[t],Ne())}}}else if(i.nodeType===8){if(i.data===Ae)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=Me.createElement(`template`);return n.innerHTML=e,n}},Ze=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){var t;let{el:{content:n},parts:r}=this._$AD,i=((t=e==null?void 0:e.creationScope)==null?Me:t).importNode(n,!0);Je.currentNode=i;let a=Je.nextNode(),o=0,s=0,c=r[0];for(;c!==void 0;){if(o===c.index){let t;c.type===2?t=new Qe(a,a.nextSibling,this,e):c.type===1?t=new c.ctor(a,c.name,c.strings,this,e):c.type===6&&(t=new rt(a,this,e)),this._$AV.push(t),c=r[++s]}o!==(c==null?void 0:c.index)&&(a=Je.nextNode(),o++)}return Je.currentNode=Me,i}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Qe=class e{get _$AU(){var e,t;return(e=(t=this._$AM)==null?void 0:t._$AU)==null?this._$Cv:e}constructor(e,t,n,r){var i;this.type=2,this._$AH=y,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=(i=r==null?void 0:r.isConnected)==null||i}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&(e==null?void 0:e.nodeType)===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Ce(this,e,t),Pe(e)?e===y||e==null||e===``?(this._$AH!==y&&this._$AR(),this._$AH=y):e!==this._$AH&&e!==Ke&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Ie(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==y&&Pe(this._$AH)?this._$AA.nextSibling.data=e:this.T(Me.createTextNode(e)),this._$AH=e}$(e){var t;let{values:n,_$litType$:r}=e,i=typeof r==`number`?this._$AC(e):(r.el===void 0&&(r.el=Xe.createElement(Se(r.h,r.h[0]),this.options)),r);if(((t=this._$AH)==null?void 0:t._$AD)===i)this._$AH.p(n);else{let e=new Ze(i,this),t=e.u(this.options);e.p(n),this.T(t),this._$AH=e}}_$AC(e){let t=qe.get(e.strings);return t===void 0&&qe.set(e.strings,t=new Xe(e)),t}k(t){Fe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(Ne()),this.O(Ne()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){var n;for((n=this._$AP)==null||n.call(this,!1,!0,t);e!==this._$AB;){let t=Ee(e).nextSibling;Ee(e).remove(),e=t}}setConnected(e){var t;this._$AM===void 0&&(this._$Cv=e,(t=this._$AP)==null||t.call(this,e))}},$e=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=y,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=y}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=Ce(this,e,t,0),a=!Pe(e)||e!==this._$AH&&e!==Ke,a&&(this._$AH=e);else{var o;let r=e,s,c;for(e=i[0],s=0;s<i.length-1;s++)c=Ce(this,r[n+s],t,s),c===Ke&&(c=this._$AH[s]),a||(a=!Pe(c)||c!==this._$AH[s]),c===y?e=y:e!==y&&(e+=((o=c)==null?``:o)+i[s+1]),this._$AH[s]=c}a&&!r&&this.j(e)}j(e){e===y?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e==null?``:e)}},et=class extends $e{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===y?void 0:e}},tt=class extends $e{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==y)}},nt=class extends $e{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){var n;if((e=(n=Ce(this,e,t,0))==null?y:n)===Ke)return;let r=this._$AH,i=e===y&&r!==y||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,a=e!==y&&(r===y||i);i&&this.element.removeEventListener(this.name,this,r),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){var t,n;typeof this._$AH==`function`?this._$AH.call((t=(n=this.options)==null?void 0:n.host)==null?this.element:t,e):this._$AH.handleEvent(e)}},rt=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){Ce(this,e)}},it={M:ke,P:_,A:Ae,C:1,L:Ye,R:Ze,D:Ie,V:Ce,I:Qe,H:$e,N:tt,U:nt,B:et,F:rt},at=Te.litHtmlPolyfillSupport,at==null||at(Xe,Qe),((we=Te.litHtmlVersions)==null?Te.litHtmlVersions=[]:we).push(`3.3.3`),ot=(e,t,n)=>{var r;let i=(r=n==null?void 0:n.renderBefore)==null?t:r,a=i._$litPart$;if(a===void 0){var o;let e=(o=n==null?void 0:n.renderBefore)==null?null:o;i._$litPart$=a=new Qe(t.insertBefore(Ne(),e),e,void 0,n==null?{}:n)}return a._$AI(e),a}})),ct,lt,ut,b,dt,ft=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
xe(),xe(),st(),st(),ut=globalThis,b=class extends be{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){var e;let t=super.createRenderRoot();return(e=this.renderOptions).renderBefore!=null||(e.renderBefore=t.firstChild),t}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ot(t,this.renderRoot,this.renderOptions)}connectedCallback(){var e;super.connectedCallback(),(e=this._$Do)==null||e.setConnected(!0)}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this._$Do)==null||e.setConnected(!1)}render(){return Ke}},b._$litElement$=!0,b.finalized=!0,(ct=ut.litElementHydrateSupport)==null||ct.call(ut,{LitElement:b}),dt=ut.litElementPolyfillSupport,dt==null||dt({LitElement:b}),((lt=ut.litElementVersions)==null?ut.litElementVersions=[]:lt).push(`4.2.2`)})),pt=t((()=>{})),x=t((()=>{
/**
* @license
* Copyright 2022 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
xe(),st(),ft(),pt()})),S,mt=t((()=>{S=e=>(t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
n===void 0?customElements.define(e,t):n.addInitializer(()=>{customElements.define(e,t)})}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function C(e){return(t,n)=>typeof n==`object`?gt(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}var ht,gt,_t=t((()=>{xe(),ht={attribute:!0,type:String,converter:_e,reflect:!1,hasChanged:ve},gt=(e=ht,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function w(e){return C({...e,state:!0,attribute:!1})}var vt=t((()=>{_t()})),yt=t((()=>{})),bt,xt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
bt=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function T(e,t){return(n,r,i)=>{let a=t=>{var n,r;return(n=(r=t.renderRoot)==null?void 0:r.querySelector(e))==null?null:n};if(t){let{get:e,set:t}=typeof r==`object`?n:i==null?(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})():i;return bt(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return bt(n,r,{get(){return a(this)}})}}var St=t((()=>{xt()})),Ct=t((()=>{})),wt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Tt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Et=t((()=>{
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),E=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
mt(),_t(),vt(),yt(),St(),Ct(),wt(),Tt(),Et()})),Dt,Ot=t((()=>{Dt={"action.answer":`Answer`,"action.back":`Back`,"action.call":`Call`,"action.call_from":`Call from`,"action.call_party":`Call {party}`,"action.cancel":`Cancel`,"action.close":`Close`,"action.complete_transfer":`Connect the two`,"action.conference":`Conference`,"action.consult":`Consult`,"action.decline":`Decline`,"action.deflect":`Divert`,"action.hangup":`Hang up`,"action.hide":`Hide on this device`,"action.hold":`Hold`,"action.pick_up":`Pick up`,"action.retrieve":`Retrieve`,"action.send_digits":`Keypad`,"action.switch_call":`Swap`,"action.transfer":`Transfer`,"choice.abroad":`Abroad: {country}. Nobody has called this number from here yet, and calls abroad can be expensive.`,"choice.consult":`Consult first, {party} waits`,"choice.go_ahead":`Go ahead`,"choice.save":`Save contact`,"choice.name":`Name`,"choice.transfer":`Transfer {party} there`,"dial.delete":`Delete the last digit`,"dial.keypad":`Show the keypad`,"dial.label":`Name or number`,"dial.none":`No line here can place calls now`,"direction.incoming":`Incoming call`,"direction.outgoing":`Outgoing call`,"direction.to":`to {number}`,"editor.compact":`Compact look`,"editor.devices":`Lines and groups`,"editor.devices_help":`Leave it empty for the first lines that the user may see.`,"editor.lamps":`Lines shown as lamps`,"editor.lamps_help":`Leave it empty for the other lines of the same connections.`,"editor.log_limit":`Calls in the log`,"editor.popup_switch":`Button for the pop-up of this browser`,"editor.sections":`Sections`,"editor.title":`Title`,"card.description":`Calls of one line or several, with everything that can be done with them`,"card.failed":`The lines cannot be shown: {reason}`,"card.name":`Telephony`,"card.no_lines":`No line to show: the connection is down, or you may not see its lines.`,"announce.incoming":`Incoming call from {party} on {line}`,"call.blocked":`Blocked`,"lamp.help":`{name}: {state}`,"log.all":`All`,"log.empty":`No calls yet`,"log.missed":`Missed`,"log.none_missed":`No missed calls`,"log.routed_by":`sent by {name}`,"outcome.answered":`Answered`,"outcome.answered_elsewhere":`Answered elsewhere`,"outcome.busy":`Busy`,"outcome.diverted":`Diverted`,"outcome.failed":`Failed`,"outcome.missed":`Missed`,"outcome.rejected":`Rejected`,"outcome.unanswered":`Unanswered`,"outcome.unknown":`Ended unseen`,"party.anonymous":`Anonymous`,"party.unknown":`Unknown`,"popup.label":`Incoming calls`,"popup.off":`Calls do not pop up in this browser`,"popup.on":`Calls pop up in this browser`,"popup.mine":`Calls on your lines pop up in this browser`,"popup.all":`All calls pop up in this browser`,"section.calls":`Lines`,"section.dial":`Dial`,"section.lamps":`Colleagues`,"section.log":`Recent calls`,"state.connected":`Connected`,"state.dialing":`Dialing`,"state.held":`On hold`,"state.idle":`Idle`,"state.ringing":`Ringing`,"state.unavailable":`Unavailable`,"strategy.calls":`Calls`,"strategy.description":`Every line with its calls, log and history`,"strategy.history":`History`,"strategy.missed":`Missed calls`,"strategy.no_lines":`There is no line here yet. Add lines to a Telephony connection in the settings.`,"strategy.states":`Line history`,"strategy.statistics":`Statistics`,"strategy.log":`Activity`,"banner.no_connection":`No connection`,"banner.repair":`Repair`,"banner.since":`Since {time}`,"state.not_registered":`Not registered`,"state.out_of_service":`Out of service`,"action.undo":`Undo`,"missed.title":`Missed calls`,"missed.show":`{count} missed, show them`,"missed.mark_all":`Mark all as read`,"missed.marked":`Marked as read`,"popup.more":`+{count} more`,"popup.fewer":`Fewer`,"card.no_calls":`No calls now`,"strategy.now":`Now`,"editor.busy_only":`Only lines with calls`,"window.label":`Current calls`,"window.minimize":`Make small`,"feature.name":`Call buttons`,"badge.description":`Who calls or talks, else how many calls were missed`,"badge.missed":`{count} missed`,"dial.links":`Open phone links of this browser here`,"transfer.hint":`Touch a name to ask first. The arrow sends the call at once.`,"transfer.send":`Send the call to {name} at once`,"transfer.busy":`{name} is busy.`,"transfer.wait":`Wait until free`,"sent.waiting":`Waiting until {name} is free`,"sent.ringing":`Ringing at {name}`,"sent.answered":`{name} has answered`,"sent.gone":`{name} hasn’t answered`,"action.take_back":`Take back`,"log.in":`Incoming`,"log.out":`Outgoing`,"log.search":`Search`,"log.line":`Line`,"log.all_lines":`All lines`,"log.none":`No call found`,"log.more":`Show more`,"log.between":`{from} to {to}`,"log.figures":`Today: {in} in, {out} out, {missed} missed, longest wait {wait}`,"strategy.counters":`Turn on counters`,"choice.copy":`Copy number`}})),kt,At,jt=t((()=>{Ot(),kt=/* @__PURE__ */ `Annehmen(Zurück(Anrufen(Anrufen von({party} anrufen(Abbrechen(Schließen(Beide verbinden(Konferenz(Rückfrage(Ablehnen(Umleiten(Auflegen(Auf diesem Gerät ausblenden(Halten(Heranholen(Zurückholen(Tastenfeld(Makeln(Vermitteln(Ausland: {country}. Von hier hat diese Nummer noch niemand angerufen, und Auslandsgespräche können teuer sein.(Erst rückfragen, {party} wartet(Trotzdem(Kontakt speichern(Name({party} dorthin vermitteln(Letzte Ziffer löschen(Tastenfeld zeigen(Name oder Nummer(Keine Leitung kann hier gerade anrufen(Eingehender Anruf(Ausgehender Anruf(an {number}(Kompakte Darstellung(Leitungen und Gruppen(Leer lassen für die ersten Leitungen, die der Benutzer sehen darf.(Leitungen im Besetztlampenfeld(Leer lassen für die anderen Leitungen derselben Verbindungen.(Anrufe in der Liste(Schalter für das Anruffenster dieses Browsers(Abschnitte(Titel(Anrufe einer oder mehrerer Leitungen mit allem, was man mit ihnen tun kann(Die Leitungen können nicht gezeigt werden: {reason}(Telefonie(Keine Leitung zu zeigen: Die Verbindung steht nicht, oder du darfst ihre Leitungen nicht sehen.(Anruf von {party} auf {line}(Blockiert({name}: {state}(Alle(Noch keine Anrufe(Verpasst(Keine verpassten Anrufe(geleitet von {name}(Angenommen(Anderswo angenommen(Besetzt(Umgeleitet(Fehlgeschlagen(Verpasst(Abgelehnt(Nicht angenommen(Ende nicht gesehen(Anonym(Unbekannt(Eingehende Anrufe(Anrufe erscheinen in diesem Browser nicht im Fenster(Anrufe erscheinen in diesem Browser im Fenster(Anrufe auf deinen Leitungen erscheinen in diesem Browser(Alle Anrufe erscheinen in diesem Browser(Leitungen(Wählen(Kollegen(Letzte Anrufe(Verbunden(Wählt(Gehalten(Frei(Klingelt(Nicht verfügbar(Anrufe(Alle Leitungen mit Anrufen, Anrufliste und Verlauf(Verlauf(Verpasste Anrufe(Hier gibt es noch keine Leitung. Füge in den Einstellungen einer Telefonie-Verbindung Leitungen hinzu.(Verlauf der Leitungen(Statistik(Aktivität(Keine Verbindung(Beheben(Seit {time}(Nicht registriert(Außer Betrieb(Rückgängig(Verpasste Anrufe({count} verpasst, anzeigen(Alle als gelesen markieren(Als gelesen markiert(+{count} weitere(Weniger(Gerade keine Anrufe(Jetzt(Nur Leitungen mit Anrufen(Laufende Anrufe(Verkleinern(Anruftasten(Wer anruft oder spricht, sonst wie viele Anrufe verpasst sind({count} verpasst(Telefonlinks dieses Browsers hier öffnen(Ein Name fragt zuerst zurück, der Pfeil vermittelt sofort.(Sofort zu {name} vermitteln({name} ist besetzt.(Warten, bis frei ist(Warten, bis {name} frei ist(Es klingelt bei {name}({name} hat angenommen({name} hat nicht angenommen(Zurückholen(Eingehend(Ausgehend(Suchen(Leitung(Alle Leitungen(Kein Anruf gefunden(Mehr anzeigen({from} an {to}(Heute: {in} eingehend, {out} ausgehend, {missed} verpasst, längste Wartezeit {wait}(Zähler einschalten(Nummer kopieren`.split(`(`),At=Object.fromEntries(Object.keys(Dt).map((e,t)=>[e,kt[t]]))})),Mt,Nt,Pt=t((()=>{Ot(),Mt=/* @__PURE__ */ `Contestar(Atrás(Llamar(Llamar desde(Llamar a {party}(Cancelar(Cerrar(Conectar a los dos(Conferencia(Consultar(Rechazar(Desviar(Colgar(Ocultar en este dispositivo(Retener(Capturar(Recuperar(Teclado(Alternar(Transferir(Extranjero: {country}. Todavía nadie ha llamado a este número desde aquí, y las llamadas al extranjero pueden ser caras.(Consultar antes, {party} espera(Continuar(Guardar contacto(Nombre(Transferir allí a {party}(Borrar la última cifra(Mostrar el teclado(Nombre o número(Ninguna línea puede llamar ahora(Llamada entrante(Llamada saliente(a {number}(Aspecto compacto(Líneas y grupos(Déjalo vacío para las primeras líneas que el usuario puede ver.(Líneas mostradas como luces(Déjalo vacío para las demás líneas de las mismas conexiones.(Llamadas en el registro(Botón para la ventana de llamada de este navegador(Secciones(Título(Las llamadas de una o varias líneas, con todo lo que se puede hacer con ellas(No se pueden mostrar las líneas: {reason}(Telefonía(Ninguna línea que mostrar: la conexión está caída o no puedes ver sus líneas.(Llamada de {party} en {line}(Bloqueada({name}: {state}(Todas(Aún no hay llamadas(Perdidas(Ninguna llamada perdida(dirigida por {name}(Contestada(Contestada en otro lugar(Ocupado(Desviada(Fallida(Perdida(Rechazada(Sin respuesta(Final no visto(Anónimo(Desconocido(Llamadas entrantes(Las llamadas no aparecen en ventana en este navegador(Las llamadas aparecen en ventana en este navegador(Las llamadas de tus líneas aparecen en este navegador(Todas las llamadas aparecen en este navegador(Líneas(Marcar(Colegas(Llamadas recientes(En llamada(Marcando(Retenida(Libre(Sonando(No disponible(Llamadas(Todas las líneas con sus llamadas, registro e historial(Historial(Llamadas perdidas(Aún no hay ninguna línea. Añade líneas a una conexión de Telefonía en los ajustes.(Historial de las líneas(Estadísticas(Actividad(Sin conexión(Reparar(Desde: {time}(No registrada(Fuera de servicio(Deshacer(Llamadas perdidas({count} perdidas, mostrarlas(Marcar todas como leídas(Marcadas como leídas(+{count} más(Menos(No hay llamadas ahora(Ahora(Solo líneas con llamadas(Llamadas en curso(Minimizar(Botones de llamada(Quién llama o habla, o cuántas llamadas se han perdido(Perdidas: {count}(Abrir aquí los enlaces de teléfono de este navegador(Toca un nombre para consultar primero. La flecha transfiere la llamada enseguida.(Transferir enseguida a {name}({name} está ocupado.(Esperar a que quede libre(Esperando a que {name} quede libre(Sonando en {name}({name} ha contestado({name} no ha contestado(Recuperar(Entrantes(Salientes(Buscar(Línea(Todas las líneas(No se ha encontrado ninguna llamada(Mostrar más({from} a {to}(Hoy: {in} entrantes, {out} salientes, {missed} perdidas, espera más larga {wait}(Activar los contadores(Copiar número`.split(`(`),Nt=Object.fromEntries(Object.keys(Dt).map((e,t)=>[e,Mt[t]]))})),Ft,It,Lt=t((()=>{Ot(),Ft=/* @__PURE__ */ `Répondre(Retour(Appeler(Appeler depuis(Appeler {party}(Annuler(Fermer(Mettre en relation(Conférence(Consulter(Refuser(Dévier(Raccrocher(Masquer sur cet appareil(Mettre en attente(Intercepter(Reprendre(Clavier(Permuter(Transférer(Étranger : {country}. Personne n’a encore appelé ce numéro d’ici, et les appels à l’étranger peuvent coûter cher.(Consulter d’abord, {party} attend(Continuer(Enregistrer le contact(Nom(Y transférer {party}(Effacer le dernier chiffre(Afficher le clavier(Nom ou numéro(Aucune ligne ne peut appeler pour le moment(Appel entrant(Appel sortant(vers {number}(Présentation compacte(Lignes et groupes(Laisser vide pour les premières lignes que l’utilisateur peut voir.(Lignes affichées en voyants(Laisser vide pour les autres lignes des mêmes connexions.(Appels dans le journal(Bouton pour la fenêtre d’appel de ce navigateur(Sections(Titre(Les appels d’une ou de plusieurs lignes, avec tout ce qu’on peut en faire(Impossible d’afficher les lignes : {reason}(Téléphonie(Aucune ligne à afficher : la connexion est coupée ou vous ne pouvez pas voir ses lignes.(Appel de {party} sur {line}(Bloqué({name} : {state}(Tous(Aucun appel pour l’instant(Manqués(Aucun appel manqué(orienté par {name}(Répondu(Répondu ailleurs(Occupé(Dévié(Échoué(Manqué(Refusé(Sans réponse(Fin non observée(Anonyme(Inconnu(Appels entrants(Les appels n’apparaissent pas en fenêtre dans ce navigateur(Les appels apparaissent en fenêtre dans ce navigateur(Les appels de vos lignes s’affichent dans ce navigateur(Tous les appels s’affichent dans ce navigateur(Lignes(Composer(Collègues(Appels récents(En communication(Numérotation(En attente(Libre(Sonne(Indisponible(Appels(Toutes les lignes avec leurs appels, leur journal et leur historique(Historique(Appels manqués(Il n’y a pas encore de ligne. Ajoutez des lignes à une connexion Téléphonie dans les paramètres.(Historique des lignes(Statistiques(Activité(Pas de connexion(Réparer(Depuis : {time}(Non enregistré(Hors service(Annuler(Appels manqués({count} manqués, les afficher(Tout marquer comme lu(Marqués comme lus(+{count} autres(Moins(Aucun appel en ce moment(En ce moment(Seulement les lignes avec des appels(Appels en cours(Réduire(Boutons d’appel(Qui appelle ou parle, sinon le nombre d’appels manqués(Manqués : {count}(Ouvrir ici les liens téléphoniques de ce navigateur(Touchez un nom pour consulter d’abord. La flèche transfère l’appel aussitôt.(Transférer aussitôt à {name}({name} est occupé.(Attendre qu’il soit libre(En attente que {name} soit libre(Ça sonne chez {name}({name} a répondu({name} n’a pas répondu(Reprendre(Entrants(Sortants(Rechercher(Ligne(Toutes les lignes(Aucun appel trouvé(Afficher plus({from} à {to}(Aujourd’hui : {in} entrants, {out} sortants, {missed} manqués, attente la plus longue {wait}(Activer les compteurs(Copier le numéro`.split(`(`),It=Object.fromEntries(Object.keys(Dt).map((e,t)=>[e,Ft[t]]))})),Rt,zt,Bt=t((()=>{Ot(),Rt=/* @__PURE__ */ `Ответить(Назад(Позвонить(Позвонить с линии(Позвонить: {party}(Отмена(Закрыть(Соединить обоих(Конференция(Консультация(Отклонить(Переадресовать(Завершить(Скрыть на этом устройстве(Удержать(Перехватить(Снять с удержания(Клавиатура(Переключить(Перевести(За границей: {country}. Отсюда на этот номер ещё не звонили, а звонки за границу могут стоить дорого.(Сначала посоветоваться, {party} ждёт(Продолжить(Сохранить контакт(Имя(Перевести туда: {party}(Стереть последнюю цифру(Показать клавиатуру(Имя или номер(Сейчас ни одна линия не может звонить(Входящий вызов(Исходящий вызов(на {number}(Компактный вид(Линии и группы(Оставьте пустым, чтобы показать первые линии, доступные пользователю.(Линии в поле занятости(Оставьте пустым, чтобы показать остальные линии тех же подключений.(Вызовов в журнале(Кнопка всплывающего окна этого браузера(Разделы(Заголовок(Вызовы одной или нескольких линий и всё, что с ними можно сделать(Не удаётся показать линии: {reason}(Телефония(Линий нет: подключение недоступно, или эти линии вам не видны.(Входящий вызов: {party}, линия {line}(Заблокирован({name}: {state}(Все(Вызовов пока нет(Пропущенные(Пропущенных вызовов нет(направлен: {name}(Отвечен(Ответили в другом месте(Занято(Переадресован(Не удался(Пропущен(Отклонён(Без ответа(Конец неизвестен(Номер скрыт(Неизвестный(Входящие вызовы(В этом браузере вызовы не всплывают(В этом браузере вызовы всплывают(Вызовы ваших линий всплывают в этом браузере(Все вызовы всплывают в этом браузере(Линии(Набор(Коллеги(Последние вызовы(Разговор(Набор номера(На удержании(Свободна(Звонит(Недоступна(Вызовы(Все линии с вызовами, журналом и историей(История(Пропущенные вызовы(Линий пока нет. Добавьте линии к подключению «Телефония» в настройках.(История линий(Статистика(Активность(Нет соединения(Исправить(С {time}(Не зарегистрирована(Не обслуживается(Отменить(Пропущенные вызовы(Пропущено: {count}, показать(Отметить все как прочитанные(Отмечены как прочитанные(Ещё {count}(Свернуть(Сейчас вызовов нет(Сейчас(Только линии с вызовами(Текущие вызовы(Свернуть(Кнопки вызова(Кто звонит или говорит, иначе сколько вызовов пропущено(Пропущено: {count}(Открывать здесь телефонные ссылки этого браузера(Нажмите имя, чтобы сначала спросить. Стрелка переводит вызов сразу.(Сразу перевести: {name}(Занято: {name}.(Подождать, пока освободится(Ожидание, пока освободится {name}(Звонит: {name}(Ответили: {name}(Не ответили: {name}(Вернуть(Входящие(Исходящие(Поиск(Линия(Все линии(Вызовы не найдены(Показать ещё({from} → {to}(Сегодня: входящих {in}, исходящих {out}, пропущено {missed}, дольше всего ждали {wait}(Включить счётчики(Скопировать номер`.split(`(`),zt=Object.fromEntries(Object.keys(Dt).map((e,t)=>[e,Rt[t]]))})),Vt,Ht,D,O=t((()=>{jt(),Ot(),Pt(),Lt(),Bt(),Vt={de:At,en:Dt,es:Nt,fr:It,ru:zt},Ht=e=>e in Dt,D=(e,t,n={})=>{var r,i;return Ht(t)?((r=Vt[(i=e.split(`-`)[0])==null?``:i])==null?Dt:r)[t].replace(/\{(\w+)\}/gu,(e,t)=>{var r;return String((r=n[t])==null?``:r)}):t}})),Ut,Wt,k,Gt,Kt,qt,Jt,Yt,A=t((()=>{x(),O(),Ut=e=>{var t,n;return(t=(n=e.formatted_number)==null?e.number:n)==null?``:t},Wt=e=>v`<bdi dir="ltr">${e}</bdi>`,k=(e,t)=>e.name?e.name_source===`network`?`\u201c${e.name.replace(/["\u201c-\u201f]/gu,`’`)}\u201d`:e.name:e.number?Ut(e):D(t,e.presentation===`restricted`?`party.anonymous`:`party.unknown`),Gt=(e,t)=>e.name||!e.number?v`<bdi>${k(e,t)}</bdi>`:Wt(Ut(e)),Kt=e=>{var t;if(e.name_source===`network`)return``;let n=((t=e.name)==null?``:t).split(/[\s,.-]+/u).filter(e=>/^\p{L}/u.test(e));return(n.length>1?[n[0],n[n.length-1]]:n).map(e=>{var t;return(t=[...e==null?``:e][0])==null?void 0:t.toLocaleUpperCase()}).join(``)},qt=(e,t)=>/^[A-Z]{2}$/u.test(e)&&`DisplayNames`in Intl?new Intl.DisplayNames([t],{type:`region`}).of(e):void 0,Jt=e=>{let t=Math.max(0,Math.floor(e)),n=e=>String(e).padStart(2,`0`),r=Math.floor(t/60);return r<60?`${r}:${n(t%60)}`:`${Math.floor(r/60)}:${n(r%60)}:${n(t%60)}`},Yt=(e,t,n=/* @__PURE__ */ new Date)=>{let r=new Date(e.started_at),i=r.toDateString()===n.toDateString()?{timeStyle:`short`}:{day:`numeric`,month:`short`,hour:`numeric`,minute:`2-digit`};return new Intl.DateTimeFormat(t,i).format(r)}})),Xt,Zt,Qt,$t,en=t((()=>{Xt=({entities:e={}})=>{var t;return(t=Object.values(e).find(({platform:e,translation_key:t})=>e===`telephony`&&t===`state`))==null?void 0:t.device_id},Zt=(e,{entity_id:t=``})=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)===`telephony`&&r.translation_key===`state`},Qt=(e,t)=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)!==`telephony`||!r.device_id?null:{config:{type:`custom:telephony-card`,devices:[r.device_id]}}},$t=e=>{var t,n,r,i;let a=window;((t=a.customCards)==null?a.customCards=[]:t).push({type:`telephony-card`,name:e(`card.name`),description:e(`card.description`),preview:!0,getEntitySuggestion:Qt}),((n=a.customCardFeatures)==null?a.customCardFeatures=[]:n).push({type:`telephony-call-feature`,name:e(`feature.name`),isSupported:Zt}),((r=a.customBadges)==null?a.customBadges=[]:r).push({type:`telephony-badge`,name:e(`card.name`),description:e(`badge.description`),preview:!0}),((i=a.customStrategies)==null?a.customStrategies=[]:i).push({type:`telephony`,strategyType:`dashboard`,name:e(`card.name`),description:e(`strategy.description`)})}})),j,M,N,tn,P,F=t((()=>{x(),j=e=>v`<ha-icon class="icon" icon="mdi:${e}" aria-hidden="true"></ha-icon>`,M=ee(`@supports not (color: color-mix(in srgb, red, red))`),N=g` :host{--phone-ringing:#b85a00;--phone-connected:#2e7d32;--phone-dialing:#1976d2;--phone-held:#6a5acd;--phone-idle:#767676;--phone-danger:#c62828;--phone-text:var(--primary-text-color,#141414);--phone-quiet:var(--secondary-text-color,#5e5e5e);--phone-surface:var(--ha-card-background,var(--card-background-color,#fff));--phone-line:var(--divider-color,rgb(0 0 0 / 0.12));--phone-tint:color-mix(in srgb,var(--phone-text) 7%,transparent);color:var(--phone-text)}${M}{:host{--phone-tint:rgb(127 127 127 / 0.18)}}[hidden]{display:none !important}`,tn=g` .ringing{--tone:var(--phone-ringing)}.connected{--tone:var(--phone-connected)}.dialing{--tone:var(--phone-dialing)}.held{--tone:var(--phone-held)}`,P=g` button{font:inherit;color:inherit;border:0;margin:0;background:none;cursor:pointer;-webkit-tap-highlight-color:transparent}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--primary-color,#0288d1);outline-offset:2px}button:disabled{cursor:default;opacity:0.55}.icon{--mdc-icon-size:1.5em;display:inline-flex;width:1.5em;height:1.5em;flex:none}.push{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:44px;padding:0 16px;border-radius:22px;background:var(--phone-tint);font-weight:500;transition:background-color 120ms ease,transform 120ms ease}.push:hover:not(:disabled){background:color-mix(in srgb,var(--phone-text) 13%,transparent)}.push:active:not(:disabled){transform:scale(0.97)}.push.good,.push.bad{color:#fff;background:var(--phone-connected)}.push.bad{background:var(--phone-danger)}.push.good:hover:not(:disabled){background:color-mix(in srgb,var(--phone-connected) 88%,#000)}.push.bad:hover:not(:disabled){background:color-mix(in srgb,var(--phone-danger) 88%,#000)}${M}{.push:hover:not(:disabled){background:var(--phone-tint)}.push.good:hover:not(:disabled){background:var(--phone-connected)}.push.bad:hover:not(:disabled){background:var(--phone-danger)}}.round{display:inline-grid;place-items:center;width:44px;height:44px;border-radius:50%;color:var(--phone-quiet)}.round:hover{background:var(--phone-tint)}.chip{min-height:44px;padding:0 14px;border-radius:22px;color:var(--phone-quiet);font-size:0.875em;font-weight:500}.chip[aria-pressed="true"]{color:var(--phone-text);background:var(--phone-tint)}h2,h3{margin:0;font-size:0.875em;font-weight:500;color:var(--phone-quiet)}.hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none !important;transition:none !important}}`})),nn,rn,an,on,sn,cn,ln,un,I,dn=t((()=>{nn={lines:/* @__PURE__ */ new Map,lamps:/* @__PURE__ */ new Map,skew:0},rn=(e,{calls_changed:t,log_added:n,log_length:r,...i})=>{var a;let o={...e,...i};return t&&(o.calls=o.calls.map(e=>{let n=t[e.call_id];return n?{...e,...n}:e})),n&&(o.log=[...n,...(a=e==null?void 0:e.log)==null?[]:a].slice(0,r)),o},an=(e,t)=>({...e,...t}),on=(e,t,n,r)=>{if(!t&&!n.some(t=>e.has(t)))return e;let i=new Map(e);for(let e of n)i.delete(e);for(let[e,n]of Object.entries(t==null?{}:t))i.set(e,r(i.get(e),n));return i},sn=(e,t,n=Date.now())=>{var r;let i=t.snapshot?nn:e,a=(r=t.removed)==null?[]:r;return{lines:on(i.lines,t.lines,a,rn),lamps:on(i.lamps,t.lamps,a,an),skew:Date.parse(t.now)-n}},cn=(e,{calls:t,removed:n})=>{if(!n)return t;let r=/* @__PURE__ */ new Set([...n,...t.map(({call:e})=>e.call_id)]);return[...e.filter(({call:e})=>!r.has(e.call_id)),...t].sort((e,t)=>e.call.started_at<t.call.started_at?-1:1)},ln=({lines:e,lamps:t,skew:n})=>({lines:new Map([...e].map(([e,t])=>[e,{...t,available:!1}])),lamps:new Map([...t].map(([e,t])=>[e,{...t,available:!1}])),skew:n}),un=/* @__PURE__ */ new WeakMap,I=e=>{if(e.available)return e;let t=un.get(e);if(t)return t;let n={...e,state:`idle`,actions:[],calls:[]};return un.set(e,n),n}})),fn,pn=t((()=>{fn=class{constructor(e,t,n){this.host=e,this.onMessage=t,this.onLost=n,this.error=``,this.request=``,this.generation=0,e.addController(this)}hostConnected(){this.start()}hostDisconnected(){this.stop()}set(e,t){let n=JSON.stringify(t);(e!==this.connection||n!==this.request)&&(this.stop(),this.connection=e,this.request=n,this.host.isConnected&&this.start())}start(){this.stop(),this.connection&&(this.connection.addEventListener(`disconnected`,this.onLost),this.subscribe(this.connection,++this.generation))}stop(){var e,t;this.generation++,(e=this.connection)==null||e.removeEventListener(`disconnected`,this.onLost),(t=this.end)==null||t.call(this),this.end=void 0}async subscribe(e,t){let n=()=>t===this.generation;try{let t=await e.subscribeMessage(e=>{n()&&this.onMessage(e)},JSON.parse(this.request));if(!n())return void t();this.end=t,this.error=``}catch(e){var r;if(!n())return;this.error=(r=e.message)==null?String(e):r}this.host.requestUpdate()}}})),mn,hn,gn,_n,vn=t((()=>{dn(),pn(),mn=class{constructor(e){this.host=e,this.snapshot=nn,this.subscription=new fn(e,e=>this.show(sn(this.snapshot,e)),()=>this.show(ln(this.snapshot)))}get skew(){return this.snapshot.skew}get lines(){return[...this.snapshot.lines.values()].map(I)}set(e,t){this.subscription.set(e,{type:`telephony/subscribe`,...t&&{device_ids:t},lamp_device_ids:[],log_limit:0})}show(e){this.snapshot=e,this.host.requestUpdate()}},hn=[`ringing`,`connected`,`dialing`,`held`],gn=e=>e.flatMap(e=>e.calls.map(t=>({line:e,call:t}))).filter(({call:e})=>!e.blocked).sort(({call:e},{call:t})=>hn.indexOf(e.state)-hn.indexOf(t.state)||(e.started_at<t.started_at?-1:1))[0],_n=({entities:e={}},t)=>Object.keys(e).find(n=>{var r,i,a;return((r=e[n])==null?void 0:r.platform)===`telephony`&&((i=e[n])==null?void 0:i.device_id)===t&&((a=e[n])==null?void 0:a.translation_key)===`state`})}));function L(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var R=t((()=>{})),yn,bn=t((()=>{x(),E(),A(),R(),yn=class extends b{constructor(...e){super(...e),this.since=``,this.skew=0}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),1e3)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}render(){let e=(Date.now()+this.skew-Date.parse(this.since))/1e3;return v`<span role="timer" aria-live="off">${Jt(e)}</span>`}},L([C()],yn.prototype,`since`,void 0),L([C({type:Number})],yn.prototype,`skew`,void 0),yn=L([S(`telephony-duration`)],yn)})),xn,Sn,Cn=t((()=>{x(),E(),A(),u(),O(),en(),F(),vn(),bn(),R(),xn=class extends b{constructor(...e){super(...e),this.watched=new mn(this)}static getStubConfig(e){let t=Xt(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.config&&this.watched.set(e.connection,this.config.devices)}setConfig(e){this.config=e,this.hassNow&&this.watched.set(this.hassNow.connection,e.devices)}render(){var e,t,n,r;if(!this.config||!this.hassNow)return y;let a=i(this.hassNow),{lines:o,skew:s}=this.watched,c=gn(o),l=o.reduce((e,t)=>e+t.missed,0),u=(e=(t=c==null?void 0:c.line)==null?o.find(e=>e.missed):t)==null?o[0]:e,d=u&&_n(this.hassNow,u.device_id),f=()=>this.dispatchEvent(new CustomEvent(`hass-more-info`,{detail:{entityId:d},bubbles:!0,composed:!0})),p=(c==null?void 0:c.call.state)===`ringing`?`phone-ring`:c?`phone-in-talk`:l?`phone-missed`:`phone`;return v`<button
class=${(n=c==null?void 0:c.call.state)==null?l?`missed`:``:n}
?disabled=${!d}
@click=${f}
>
${j(p)}
${c?v`<span class="hidden-text">${D(a,`state.${c.call.state}`)}</span>
<span class="name">${Gt(c.call,a)}</span>
<telephony-duration
.since=${(r=c.call.answered_at)==null?c.call.started_at:r}
.skew=${s}
></telephony-duration>`:v`<span class="name"
>${l?D(a,`badge.missed`,{count:l}):D(a,`card.no_calls`)}</span
>`}
</button>`}},Sn=(xn.styles=[N,P,g` button{--tone:var(--phone-idle);display:flex;align-items:center;gap:8px;min-height:var(--ha-badge-size,36px);max-width:240px;padding:0 12px;border:1px solid var(--ha-card-border-color,var(--divider-color,#e0e0e0));border-radius:var(--ha-badge-border-radius,18px);background:var(--phone-surface);font-size:var(--ha-badge-font-size,12px);font-weight:500}.icon{--mdc-icon-size:18px;width:18px;height:18px;color:var(--tone)}.missed{--tone:var(--phone-danger)}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}button:disabled{opacity:1}`,tn],xn),L([w()],Sn.prototype,`config`,void 0),Sn=L([S(`telephony-badge`)],Sn)})),wn,Tn,En,Dn=t((()=>{wn={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Tn=e=>(...t)=>({_$litDirective$:e,values:t}),En=class{constructor(e){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}}})),On,kn,An,jn,Mn,Nn,Pn,Fn,In,Ln=t((()=>{st(),{I:On}=it,kn=e=>e,An=()=>document.createComment(``),jn=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0){let t=r.insertBefore(An(),i),a=r.insertBefore(An(),i);n=new On(t,a,e,e.options)}else{let t=n._$AB.nextSibling,o=n._$AM,s=o!==e;if(s){var a;let t;(a=n._$AQ)==null||a.call(n,e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==o._$AU&&n._$AP(t)}if(t!==i||s){let e=n._$AA;for(;e!==t;){let t=kn(e).nextSibling;kn(r).insertBefore(e,i),e=t}}}return n},Mn=(e,t,n=e)=>(e._$AI(t,n),e),Nn={},Pn=(e,t=Nn)=>e._$AH=t,Fn=e=>e._$AH,In=e=>{e._$AR(),e._$AA.remove()}})),Rn,z,zn=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
st(),Dn(),Ln(),Rn=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},z=Tn(class extends En{constructor(e){if(super(e),e.type!==wn.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){var i;let a=Fn(e),{values:o,keys:s}=this.dt(t,n,r);if(!Array.isArray(a))return this.ut=s,o;let c=(i=this.ut)==null?this.ut=[]:i,l=[],u,d,f=0,p=a.length-1,m=0,h=o.length-1;for(;f<=p&&m<=h;)if(a[f]===null)f++;else if(a[p]===null)p--;else if(c[f]===s[m])l[m]=Mn(a[f],o[m]),f++,m++;else if(c[p]===s[h])l[h]=Mn(a[p],o[h]),p--,h--;else if(c[f]===s[h])l[h]=Mn(a[f],o[h]),jn(e,l[h+1],a[f]),f++,h--;else if(c[p]===s[m])l[m]=Mn(a[p],o[m]),jn(e,a[f],a[p]),p--,m++;else if(u===void 0&&(u=Rn(s,m,h),d=Rn(c,f,p)),u.has(c[f])){if(u.has(c[p])){let t=d.get(s[m]),n=t===void 0?null:a[t];if(n===null){let t=jn(e,a[f]);Mn(t,o[m]),l[m]=t}else l[m]=Mn(n,o[m]),jn(e,a[f],n),a[t]=null;m++}else In(a[p]),p--}else In(a[f]),f++;for(;m<=h;){let t=jn(e,l[h+1]);Mn(t,o[m]),l[m++]=t}for(;f<=p;){let e=a[f++];e!==null&&In(e)}return this.ut=s,Pn(e,l),Ke}})})),Bn=t((()=>{zn()})),Vn,Hn=t((()=>{x(),F(),Vn=g` :host{display:block;height:100%}ha-card{position:relative;height:100%;box-sizing:border-box;padding:12px 16px 16px}.head{display:flex;align-items:center;gap:8px;min-height:44px;margin-inline-end:-8px}.title{flex:1;font-size:1.25rem;color:inherit;overflow-wrap:anywhere}.body{display:grid;grid-template-columns:minmax(0,1fr);gap:20px}.none{margin:12px 0;color:var(--phone-quiet)}.lines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));align-items:start;gap:4px 16px}.rows{display:flex;flex-direction:column}.rows .body{flex:1;min-height:0;overflow:auto}.body > telephony-missed,.body > telephony-choice,.body > telephony-ask{position:absolute}.problem{display:flex;align-items:center;justify-content:space-between;gap:8px;margin:0 0 12px;padding-inline-start:16px;min-height:44px;border-radius:12px;background:color-mix(in srgb,var(--phone-danger) 12%,transparent)}${M}{.problem{background:var(--phone-tint)}}`})),Un,Wn,Gn,Kn,B,V=t((()=>{Un=/* @__PURE__ */ new Set([`answer`,`make_call`,`pick_up`]),Wn=e=>{window.dispatchEvent(new CustomEvent(`telephony-follow`,{detail:e}))},Gn=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-command`,{detail:t,bubbles:!0,composed:!0}))},Kn=async(e,t)=>{let{action:n,line:r,data:i={}}=t;await e.sendMessagePromise({type:`call_service`,domain:`telephony`,service:n,service_data:r.in_group?{...i,line:r.line}:i,target:{device_id:r.device_id}}),Un.has(n)&&Wn(r)},B=e=>{var t;return(t=e==null?void 0:e.message)==null?String(e):t}})),qn,Jn,Yn,Xn,Zn,Qn=t((()=>{qn=[`calls`,`dial`,`lamps`,`log`],Jn=e=>Array.isArray(e)&&e.every(e=>typeof e==`string`),Yn=e=>{var t,n;for(let t of[`devices`,`sections`,`lamps`])if(e[t]!==void 0&&!Jn(e[t]))throw Error(`${t} must be a list of texts`);let r=(t=e.sections)==null?void 0:t.find(e=>!qn.includes(e));if(r)throw Error(`Unknown section ${r}: use ${qn.join(`, `)}`);let i=(n=e.log_limit)==null?10:n;if(!Number.isInteger(i)||i<1||i>100)throw Error(`log_limit must be a whole number from 1 to 100`);return e},Xn=e=>{var t;return(t=e.sections)==null?qn:t},Zn=e=>{var t,n;let r=Xn(e),i=r.includes(`lamps`)?e.lamps:[];return{type:`telephony/subscribe`,...((t=e.devices)==null?void 0:t.length)&&{device_ids:e.devices},...i&&{lamp_device_ids:i},log_limit:r.includes(`log`)||r.includes(`dial`)?(n=e.log_limit)==null?10:n:0}}})),$n,er,tr,nr=t((()=>{$n=({entities:e={}})=>Object.keys(e).filter(t=>{var n,r;return((n=e[t])==null?void 0:n.platform)===`telephony`&&((r=e[t])==null?void 0:r.translation_key)===`connected`}),er=class{constructor(){this.down=[],this.sensors=[],this.states=[]}update(e){e.entities!==this.entities&&(this.entities=e.entities,this.sensors=$n(e),this.states=[]);let t=this.sensors.map(t=>{var n;return(n=e.states)==null?void 0:n[t]});return t.length===this.states.length&&t.every((e,t)=>e===this.states[t])?!1:(this.states=t,this.down=this.sensors.flatMap((n,r)=>this.whenDown(e,n,t[r])),!0)}whenDown(e,t,n){var r,i,a,o,s,c,l;let u=(r=e.devices)==null?void 0:r[(i=(a=e.entities)==null||(a=a[t])==null?void 0:a.device_id)==null?``:i];return!n||n.state===`on`||!(u!=null&&u.config_entry_id)?[]:[{connection:u.config_entry_id,name:(o=(s=u.name_by_user)==null?u.name:s)==null?``:o,reason:n.attributes.reason?(c=(l=e.formatEntityAttributeValue)==null?void 0:l.call(e,n,`reason`))==null?n.attributes.reason:c:``,since:n.last_changed}]}},tr=async(e,t)=>{let{issues:n=[]}=await e.sendMessagePromise({type:`repairs/list_issues`});return n.some(({domain:e,issue_id:n})=>e===`telephony`&&n.endsWith(`_${t}`))?`/config/repairs`:`/config/integrations/integration/telephony#config_entry=${t}`}})),rr,ir,ar,or,sr=t((()=>{Qn(),u(),O(),rr=e=>({select:{multiple:!0,reorder:!0,mode:`dropdown`,options:e}}),ir=e=>e.map(({device_id:e,name:t,connection_name:n})=>({value:e,label:`${t} · ${n}`})),ar=async()=>{let{lines:e}=await(await c()).sendMessagePromise({type:`telephony/lines`});return e},or=async()=>{let e=l(),t=ir(await ar()),n=qn.map(t=>({value:t,label:D(e,`section.${t}`)})),r={devices:`editor.devices_help`,lamps:`editor.lamps_help`};return{schema:[{name:`title`,selector:{text:{}}},{name:`devices`,selector:rr(t)},{name:`sections`,selector:rr(n)},{name:`lamps`,selector:rr(t)},{name:`log_limit`,default:10,selector:{number:{min:1,max:100,mode:`box`}}},{name:`compact`,selector:{boolean:{}}},{name:`busy_only`,selector:{boolean:{}}},{name:`popup_switch`,default:!0,selector:{boolean:{}}}],computeLabel:({name:t})=>D(e,`editor.${t}`),computeHelper:({name:t})=>r[t]?D(e,r[t]):void 0}}})),cr,lr,ur,dr,fr,pr,mr,hr,gr=t((()=>{cr={a:[`answer`],h:[`hold`,`retrieve`],t:[`transfer`],e:[`hangup`]},lr=[`connected`,`dialing`,`ringing`,`held`],ur=(e,t)=>{let n=e.filter(({can_control:e})=>e).flatMap(e=>e.calls.map(t=>({line:e,call:t}))).sort(({call:e},{call:t})=>lr.indexOf(e.state)-lr.indexOf(t.state)||(e.started_at<t.started_at?-1:1));for(let e of t){let t=n.find(({call:{actions:t,state:n,blocked:r}})=>t.includes(e)&&(n!==`ringing`||e!==`hangup`&&!r));if(t)return{action:e,...t}}},dr=`input, textarea, select, [contenteditable=''], [contenteditable='true']`,fr=/* @__PURE__ */ new Set([`textbox`,`combobox`,`searchbox`,`spinbutton`]),pr=e=>e.composedPath().some(e=>{var t;return e instanceof HTMLElement&&(e.matches(dr)||e.isContentEditable||fr.has((t=e.getAttribute(`role`))==null?``:t))}),mr=()=>localStorage.getItem(`enableShortcuts`)!==`false`,hr=e=>{let t=t=>{let n=cr[t.key.toLowerCase()];!n||t.repeat||t.isComposing||t.defaultPrevented||t.ctrlKey||t.metaKey||t.altKey||t.shiftKey||!pr(t)&&mr()&&e(n)&&(t.preventDefault(),t.stopImmediatePropagation())};return window.addEventListener(`keydown`,t,!0),()=>window.removeEventListener(`keydown`,t,!0)}})),_r,vr=t((()=>{x(),F(),_r=g` :host{display:block;container-type:inline-size}section{--tone:var(--phone-connected);position:relative;padding:16px;border-radius:16px;background:color-mix(in srgb,var(--tone) 9%,var(--phone-surface));overflow:hidden;outline:none}section.ringing{--tone:var(--phone-ringing)}section.dialing{--tone:var(--phone-dialing)}section.held{--tone:var(--phone-held)}.who{display:grid;grid-template-columns:auto 1fr auto;gap:4px 16px;align-items:center}.face{display:grid;place-items:center;width:64px;height:64px;border-radius:50%;font-size:1.5rem;font-weight:500;color:#fff;background:var(--tone)}.face img{width:100%;height:100%;border-radius:50%;object-fit:cover}.ringing:not(.blocked) .face{animation:ring 1.6s ease-out infinite}.names{min-width:0}.name{font-size:1.375rem;font-size:clamp(1.375rem,6cqi,2.5rem);line-height:1.15;font-weight:500;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}.number{display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px;margin-top:4px;font-size:1rem;font-variant-numeric:tabular-nums}.way{display:inline-flex;font-size:0.75rem;color:var(--tone)}.state{text-align:end;align-self:start;font-variant-numeric:tabular-nums}.word{display:inline-flex;align-items:center;gap:6px;font-weight:500;white-space:nowrap}.word i{width:10px;height:10px;border-radius:50%;background:var(--tone)}telephony-duration{display:block;font-size:1.25rem}.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.actions.large{margin-top:16px}.actions:empty{display:none}.push{flex:1 1 auto}.large .push{flex:1 1 112px;padding:0 12px;min-height:56px;border-radius:28px;font-size:1.0625rem}${M}{section{background:var(--phone-tint);box-shadow:inset 4px 0 var(--tone)}}@container (max-width:420px){section:not(.ringing) .all{display:flex;gap:8px;margin-top:12px}section:not(.ringing) .actions{display:contents}.actions:not(.large){flex-wrap:nowrap}section:not(.ringing) .push,.actions:not(.large) .push{flex:1 1 0;min-width:0;min-height:48px;padding:0}section:not(.ringing) .push span,.actions:not(.large) .push span{position:absolute;clip-path:inset(50%);white-space:nowrap}.who{grid-template-columns:auto 1fr;gap:12px}.face{width:52px;height:52px}.state{grid-column:1 / -1;display:flex;justify-content:space-between;align-items:baseline}}:host([compact]) section{padding:12px}:host([compact]) .face{width:44px;height:44px;font-size:1.125rem}:host([compact]) .name{font-size:1.125rem;font-size:clamp(1.125rem,4cqi,1.5rem)}:host([compact]) .large .push{min-height:44px;font-size:1rem}@container (min-width:600px){:host([compact]) section{display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px}:host([compact]) .who{flex:1 1 300px}:host([compact]) .all{display:flex;flex-wrap:wrap;gap:8px}:host([compact]) .actions{margin-top:0}}:host([face]) section{height:100%;box-sizing:border-box}:host([face]) .who{grid-template-columns:minmax(0,1fr);justify-items:center;text-align:center}:host([face]) .number{justify-content:center}:host([face]) .state{grid-column:auto;display:block;align-self:end;text-align:center}@keyframes ring{0%{box-shadow:0 0 0 0 color-mix(in srgb,var(--tone) 55%,transparent)}70%,100%{box-shadow:0 0 0 10px transparent}}`})),yr,br,xr,Sr,H,Cr=t((()=>{x(),E(),Bn(),vr(),V(),A(),O(),F(),bn(),R(),br={answer:{path:`phone`,look:`good`},retrieve:{path:`play`,look:`good`},switch_call:{path:`swap-horizontal`,look:`good`},hangup:{path:`phone-hangup`,look:`bad`},hold:{path:`pause`},transfer:{path:`phone-forward`,asks:!0},consult:{path:`account-voice`,asks:!0},deflect:{path:`call-split`,asks:!0},send_digits:{path:`dialpad`,asks:!0}},xr={complete_transfer:{path:`account-arrow-right`},conference:{path:`account-group`}},Sr=(e,t)=>e===`hangup`&&t.state===`ringing`?`decline`:e,H=(yr=class extends b{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.settling=!1,this.compact=!1,this.plain=!1,this.face=!1,this.broken=``,this.hadFocus=!1}willUpdate(){var e;this.hadFocus=!!((e=this.shadowRoot)!=null&&e.activeElement)}updated(){var e;this.hadFocus&&!((e=this.shadowRoot)!=null&&e.activeElement)&&this.section.focus()}render(){var e;let{call:t}=this;return v`
<section
class="${t.state} ${t.blocked?`blocked`:``}"
tabindex="-1" aria-label=${k(t,this.language)}>
<div class="who">
<div class="face" aria-hidden="true">${this.portrait()}</div>
<div class="names">
<div class="name">${Gt(t,this.language)}</div>
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
`}text(e,t={}){return D(this.language,e,t)}portrait(){let{picture:e}=this.call;return e&&e!==this.broken?v`<img src=${e} alt="" @error=${()=>this.broken=e} />`:Kt(this.call)||j(this.call.number?`phone`:`account-question`)}details(){var e;let{call:t,line:n}=this,r=t.direction===`incoming`,i=r&&t.called_number&&t.called_number!==n.line,a=t.name&&Ut(t);return v`
${t.direction?v`<span class="way">${j(r?`call-received`:`call-made`)}</span>
<span class=${a?`hidden-text`:``}
>${this.text(`direction.${t.direction}`)}</span
>`:y}
${a?Wt(a):y}
${t.blocked?v`<span>${this.text(`call.blocked`)}</span>`:y}
${i?v`<span>${this.text(`direction.to`,{number:(e=t.called_number)==null?``:e})}</span>`:y}
<slot></slot>
`}buttons(){if(!this.line.can_control||this.face)return y;let e=Object.entries(br).filter(([e,t])=>this.call.actions.includes(e)&&!(this.plain&&t.asks)),t=e.filter(([,e])=>e.look),n=e.filter(([,e])=>!e.look);return v`
<div class="all">
<div class="actions large">${this.row(t)}</div>
${n.length?v`<div class="actions">${this.row(n)}</div>`:y}
</div>
`}row(e){return z(e,([e])=>e,([e,t])=>this.button(e,t))}button(e,{path:t,look:n,asks:r}){let i=this.text(`action.${Sr(e,this.call)}`);return v`
<button
class="push ${n==null?``:n}"
title=${i}
data-action=${e}
aria-disabled=${this.settling?`true`:`false`}
@click=${()=>this.press(e,r)}
>
${j(t)}<span>${i}</span>
</button>
`}press(e,t=!1){if(this.settling)return;let{call:n,line:r}=this;if(!t)return Gn(this,{action:e,line:r,data:{call_id:n.call_id}});let i={action:e,line:r,call:n};this.dispatchEvent(new CustomEvent(`telephony-ask`,{detail:i,bubbles:!0,composed:!0}))}},yr.styles=[N,P,_r],yr),L([C({attribute:!1})],H.prototype,`call`,void 0),L([C({attribute:!1})],H.prototype,`line`,void 0),L([C()],H.prototype,`language`,void 0),L([C({type:Number})],H.prototype,`skew`,void 0),L([C({type:Boolean})],H.prototype,`settling`,void 0),L([C({type:Boolean,reflect:!0})],H.prototype,`compact`,void 0),L([C({type:Boolean})],H.prototype,`plain`,void 0),L([C({type:Boolean,reflect:!0})],H.prototype,`face`,void 0),L([w()],H.prototype,`broken`,void 0),L([T(`section`)],H.prototype,`section`,void 0),H=L([S(`telephony-call`)],H)})),wr,U,Tr,Er,Dr,Or,kr,Ar=t((()=>{x(),wr=e=>{var t;let n=e;if(n.showModal)return n.showModal();e.classList.add(`layer`),e.setAttribute(`open`,``),e.setAttribute(`role`,`dialog`),e.setAttribute(`aria-modal`,`true`),e.onkeydown=({key:t})=>t===`Escape`&&U(e),(t=e.querySelector(`button, select`))==null||t.focus()},U=e=>{let t=e;if(t.close)return t.close();e.hasAttribute(`open`)&&(e.removeAttribute(`open`),e.dispatchEvent(new Event(`close`)))},Tr=()=>`togglePopover`in HTMLElement.prototype?``:`layer away`,Er=(e,t)=>{let n=e;n.togglePopover?n.togglePopover(t):e.className=t?`layer`:`layer away`},Dr=()=>{if(!CSS.supports(`selector(:modal)`))return!1;let e=document.activeElement;for(;e;){var t,n;if(e.closest(`:modal`))return!0;e=(t=(n=e.shadowRoot)==null?void 0:n.activeElement)==null?null:t}return!1},Or=(e,t)=>{var n,r;let{left:i,top:a,width:o,height:s}=t.getBoundingClientRect(),c=(n=(r=document).elementFromPoint)==null?void 0:n.call(r,i+o/2,a+s/2);return!!c&&c!==e},kr=g` dialog:not([open]),.layer.away{display:none}.layer{display:block;position:fixed;z-index:2147483647}dialog.layer{top:50%;left:50%;margin:0;transform:translate(-50%,-50%);box-shadow:0 0 0 100vmax rgb(0 0 0 / 0.45)}`})),jr,Mr=t((()=>{x(),Ar(),F(),jr=g` ${kr}dialog{width:min(420px,calc(100vw - 32px));max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);box-sizing:border-box;padding:24px;border:0;border-radius:24px;color:var(--phone-text);background:var(--phone-surface);box-shadow:0 8px 40px rgb(0 0 0 / 0.35);overflow:auto}dialog::backdrop{background:rgb(0 0 0 / 0.45)}dialog h3{margin:0;font-size:1.5rem;font-weight:500;overflow-wrap:anywhere}dialog p{margin:4px 0 0;color:var(--phone-quiet);font-variant-numeric:tabular-nums}dialog .options{display:grid;gap:8px;margin-top:20px}dialog .push{min-height:48px;border-radius:24px}select{font:inherit;color:inherit;min-height:44px;padding:0 8px 0 12px;border:1px solid;border-color:color-mix(in srgb,var(--phone-text) 50%,transparent);border-radius:12px;background:var(--phone-surface)}label{display:grid;gap:4px;font-size:0.875em;color:var(--phone-quiet)}label select{font-size:1rem;color:var(--phone-text)}${M}{select{border-color:var(--phone-idle)}}`})),Nr,Pr,Fr,Ir,W=t((()=>{Nr=({number:e,name_source:t})=>!!e&&t!==`phone_book`&&t!==`line`,Pr=({available:e,state:t,trouble:n})=>e?t===`idle`&&n||t:`unavailable`,Fr=({calls:e})=>{let t=e=>e.reduce((e,{started_at:t})=>e&&e<t?e:t,``),n=e.filter(({state:e})=>e===`ringing`);return n.length?`0${t(n)}`:`1${t(e)}`},Ir=e=>[...e.filter(({mine:e})=>e),...e.filter(({mine:e})=>!e)]})),Lr,Rr,zr,Br,G,Vr=t((()=>{x(),E(),V(),Mr(),A(),Ar(),O(),W(),F(),R(),Rr=/^“|”$/gu,zr=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-choose`,{detail:t,bubbles:!0,composed:!0}))},Br=(e,t)=>Ir(e).filter(e=>e.can_control&&e.actions.includes(t)),G=(Lr=class extends b{constructor(...e){super(...e),this.lines=[],this.newAbroad=async()=>null,this.language=`en`,this.saving=!1,this.from=``}async open(e){var t,n;this.choice=e,this.from=(t=(n=e.from)==null?void 0:n.line)==null?``:t,this.doubt=void 0,this.saving=!1,await this.updateComplete,wr(this.dialog)}render(){let{choice:e}=this;return v`
<dialog aria-labelledby="title" @close=${()=>this.choice=void 0}>
${e?this.content(e):y}
</dialog>
`}text(e,t={}){return D(this.language,e,t)}content(e){let t=Br(this.lines,`make_call`),n=Wt(Ut(e));return v`
<h3 id="title">${e.name?v`<bdi>${e.name}</bdi>`:n}</h3>
${e.name&&e.name!==e.number?v`<p>${n}</p>`:y}
<div class="options">
${this.saving?this.nameForm(e):this.doubt?this.question(e,this.doubt):this.options(e,t)}
<button class="push" data-action="cancel" @click=${()=>U(this.dialog)}>
${this.text(`action.cancel`)}
</button>
</div>
`}options(e,t){return v`${this.lineSelect(t)} ${this.pickUp(e)} ${this.forCalls(e)}
${t.length?this.option(`make_call`,`phone`,`action.call`,()=>this.make(e,t)):v`<p>${this.text(`dial.none`)}</p>`}
${e.unknown&&e.from&&this.save?this.option(`save_contact`,`account-plus`,`choice.save`,()=>void this.askName()):y}
${`clipboard`in navigator?this.option(`copy`,`content-copy`,`choice.copy`,()=>{navigator.clipboard.writeText(e.number),U(this.dialog)}):y}`}async askName(){var e;this.saving=!0,await this.updateComplete,(e=this.dialog.querySelector(`input`))==null||e.focus()}nameForm({name:e,number:t,from:n}){return v`<form class="options" @submit=${async e=>{var r,i;e.preventDefault();let a=(r=this.dialog.querySelector(`input`))==null?void 0:r.value.trim();n&&a&&(await((i=this.save)==null?void 0:i.call(this,n,t,a)),U(this.dialog))}}>
<input
name="name"
required
maxlength="100"
autocomplete="off"
aria-label=${this.text(`choice.name`)}
placeholder=${this.text(`choice.name`)}
.value=${(e==null?``:e).replace(Rr,``)}
/>
<button class="push good" data-action="save">
${j(`account-plus`)}<span>${this.text(`choice.save`)}</span>
</button>
</form>`}question({number:e},{command:t,country:n}){var r;let i=(r=qt(n,this.language))==null?e:r;return v`<p role="alert">${this.text(`choice.abroad`,{country:i})}</p>
${this.option(t.action,`phone`,`choice.go_ahead`,()=>this.finish(t))}`}async dial(e,t){let{choice:n}=this,r=await this.newAbroad(e.line,t);if(n===this.choice){if(r===null)return this.finish(e);this.doubt={command:e,country:r}}}finish(e){Gn(this,e),U(this.dialog)}lineSelect(e){return e.length<2?y:v`<label>
${this.text(`action.call_from`)}
<select @change=${e=>this.from=e.target.value}>
${e.map(({line:e,name:t})=>v`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
</select>
</label>`}option(e,t,n,r){return v`<button
class="push ${e===`make_call`?`good`:``}"
data-action=${e}
@click=${r}
>
${j(t)}<span>${this.text(n)}</span>
</button>`}make({number:e},t){var n;let r=(n=t.find(e=>e.line===this.from))==null?t[0]:n;r&&this.dial({action:`make_call`,line:r,data:{number:e}},e)}pickUp({number:e,ringing:t}){let n=Br(this.lines,`pick_up`)[0];return!t||!n?y:this.option(`pick_up`,`phone-plus`,`action.pick_up`,()=>this.finish({action:`pick_up`,line:n,data:{number:e}}))}forCalls(e){return this.lines.flatMap(t=>t.can_control?t.calls.flatMap(n=>[...this.forCall(e,t,n,`transfer`,`phone-forward`),...this.forCall(e,t,n,`consult`,`account-voice`)]):[])}forCall({number:e},t,n,r,i){if(!n.actions.includes(r))return[];let a=this.text(`choice.${r}`,{party:k(n,this.language)}),o={number:e,call_id:n.call_id};return[this.option(r,i,a,()=>void this.dial({action:r,line:t,data:o},e))]}},Lr.styles=[N,P,jr,g` input{box-sizing:border-box;width:100%;min-height:48px;padding:0 16px;border:1px solid var(--phone-quiet);border-radius:24px;font:inherit;color:inherit;background:transparent}`],Lr),L([C({attribute:!1})],G.prototype,`lines`,void 0),L([C({attribute:!1})],G.prototype,`newAbroad`,void 0),L([C({attribute:!1})],G.prototype,`save`,void 0),L([C()],G.prototype,`language`,void 0),L([w()],G.prototype,`saving`,void 0),L([w()],G.prototype,`choice`,void 0),L([w()],G.prototype,`doubt`,void 0),L([w()],G.prototype,`from`,void 0),L([T(`dialog`)],G.prototype,`dialog`,void 0),G=L([S(`telephony-choice`)],G)})),Hr,Ur,K,Wr=t((()=>{x(),E(),Vr(),V(),Mr(),A(),Ar(),O(),W(),F(),R(),Ur=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-missed`,{detail:t,bubbles:!0,composed:!0}))},K=(Hr=class extends b{constructor(...e){super(...e),this.language=`en`,this.calls=[],this.error=``}async open(e){this.line=e,this.calls=[],this.error=``,await this.updateComplete,wr(this.dialog);try{var t;let r=await((t=this.server)==null?void 0:t.sendMessagePromise({type:`telephony/call_log`,device_id:e.device_id,unread:!0,limit:100}));if(e===this.line){var n;this.calls=(n=r==null?void 0:r.calls.filter(t=>t.line===e.line))==null?[]:n}}catch(e){this.error=B(e)}}render(){let{line:e}=this;return v`<dialog aria-labelledby="title" @close=${()=>this.line=void 0}>
${e?this.content(e):y}
</dialog>`}text(e,t={}){return D(this.language,e,t)}content(e){return v`
<h3 id="title">${this.text(`missed.title`)}</h3>
<p><bdi>${e.name}</bdi></p>
<ul tabindex="0" aria-labelledby="title">
${this.calls.map(t=>this.call(t,e))}
</ul>
<p role="alert" ?hidden=${!this.error}>${this.error}</p>
<div class="options">
${e.can_control?v`<button class="push" data-action="mark_missed_read" @click=${()=>this.read(e)}>
${j(`check-all`)}<span>${this.text(`missed.mark_all`)}</span>
</button>`:y}
<button class="push" data-action="close" @click=${()=>U(this.dialog)}>
${this.text(`action.close`)}
</button>
</div>
`}call(e,t){let n=this.text(`action.call_party`,{party:k(e,this.language)}),{number:r}=e;return v`<li>
<div class="what">
<div class="name">${Gt(e,this.language)}</div>
<time datetime=${e.started_at}>${Yt(e,this.language)}</time>
</div>
${r&&t.can_control?v`<button
class="round"
aria-label=${n}
title=${n}
@click=${()=>{U(this.dialog),zr(this,{name:e.name&&k(e,this.language),number:r,formatted_number:e.formatted_number,from:t,unknown:Nr(e)})}}
>
${j(`phone`)}
</button>`:y}
</li>`}read(e){U(this.dialog),this.dispatchEvent(new CustomEvent(`telephony-read`,{detail:e,bubbles:!0,composed:!0}))}},Hr.styles=[N,P,jr,g` ul{list-style:none;margin:12px 0 0;padding:0;max-height:50vh;overflow:auto}ul:focus-visible{outline:3px solid var(--primary-color,#0288d1)}li{display:flex;align-items:center;gap:12px;min-height:56px}li + li{border-top:1px solid var(--phone-line)}.what{flex:1;min-width:0}.name{overflow-wrap:anywhere}time{color:var(--phone-quiet);font-size:0.875em;font-variant-numeric:tabular-nums}`],Hr),L([C({attribute:!1})],K.prototype,`server`,void 0),L([C()],K.prototype,`language`,void 0),L([w()],K.prototype,`line`,void 0),L([w()],K.prototype,`calls`,void 0),L([w()],K.prototype,`error`,void 0),L([T(`dialog`)],K.prototype,`dialog`,void 0),K=L([S(`telephony-missed`)],K)})),Gr,Kr,qr,Jr=t((()=>{x(),E(),Bn(),Cr(),V(),O(),Wr(),W(),F(),R(),Kr=e=>JSON.stringify([e.actions,e.calls.map(e=>[e.call_id,e.actions])]),qr=(Gr=class extends b{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.compact=!1,this.settling=!1,this.arrangement=``}willUpdate(e){if(!e.has(`line`))return;let t=Kr(this.line);this.arrangement&&t!==this.arrangement&&this.settle(),this.arrangement=t}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.settling=!1}settle(){this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350)}render(){let{line:e}=this;return v`
<div class="line ${this.shownState()}">
<i aria-hidden="true"></i>
<bdi class="name">${e.name}</bdi>
<span class="word">${D(this.language,`state.${this.shownState()}`)}</span>
${this.missed()}
<slot></slot>
</div>
<div class=${this.pair?`pair`:`calls`} ?hidden=${!e.calls.length}>
${z(e.calls,e=>e.call_id,t=>v`
<telephony-call
.call=${t}
.line=${e}
.language=${this.language}
.skew=${this.skew}
.settling=${this.settling}
.compact=${this.compact}
?face=${!!this.pair}
></telephony-call>
`)}
</div>
${this.joining()}
`}get pair(){let{calls:e}=this.line,t=e.find(({state:e})=>e===`held`),n=e.find(({state:e})=>e===`connected`||e===`dialing`);return t&&n&&e.length===2?{held:t,active:n}:void 0}shownState(){return Pr(this.line)}missed(){let{missed:e}=this.line;if(!e)return y;let t=D(this.language,`missed.show`,{count:e});return v`<button
class="missed"
data-action="show_missed"
aria-label=${t}
title=${t}
@click=${()=>Ur(this,this.line)}
>
${j(`phone-missed`)}<b>${e}</b>
</button>`}joining(){let{line:e,pair:t}=this;if(!e.can_control)return y;let n=(t,n)=>(n==null?e:n).actions.includes(t)?[[t,n]]:[],r=[...n(`complete_transfer`),...t?[...n(`switch_call`,t.held),...n(`retrieve`,t.held)]:[],...n(`conference`),...t?n(`hangup`,t.active):[]];return r.length?v`<div class="joining">${z(r,([e])=>e,([e,t])=>this.button(e,t))}</div>`:y}button(e,t){var n;let{path:r,look:i}=(n=xr[e])==null?br[e]:n,a=e===`complete_transfer`?`good`:e===`switch_call`?``:i;return v`<button
class="push ${a==null?``:a}"
data-action=${e}
aria-disabled=${this.settling?`true`:`false`}
@click=${()=>!this.settling&&Gn(this,{action:e,line:this.line,...t&&{data:{call_id:t.call_id}}})}
>
${j(r)}<span>${D(this.language,`action.${e}`)}</span>
</button>`}},Gr.styles=[N,P,g` :host{display:grid;gap:8px}.line{--tone:var(--phone-idle);display:flex;align-items:center;gap:10px;min-height:44px}i{width:12px;height:12px;flex:none;border-radius:50%;background:var(--tone)}.unavailable i,.not_registered i,.out_of_service i{background:none;box-shadow:inset 0 0 0 2px var(--phone-idle)}.name{font-weight:500;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.word{color:var(--phone-quiet);margin-inline-end:auto;white-space:nowrap}.missed{display:inline-flex;align-items:center;gap:6px;min-height:44px;padding:0 12px;border-radius:22px}.missed .icon{color:var(--phone-danger)}button.missed:hover{background:var(--phone-tint)}.calls,.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:8px}.pair{grid-template-columns:repeat(2,minmax(0,1fr))}.joining{display:flex;flex-wrap:wrap;gap:8px}.joining .push{flex:1 1 40%}`,tn],Gr),L([C({attribute:!1})],qr.prototype,`line`,void 0),L([C()],qr.prototype,`language`,void 0),L([C({type:Number})],qr.prototype,`skew`,void 0),L([C({type:Boolean})],qr.prototype,`compact`,void 0),L([w()],qr.prototype,`settling`,void 0),qr=L([S(`telephony-line`)],qr)})),Yr,Xr,Zr,Qr,$r=t((()=>{Yr=/^\+?[\d*#\s().\-/]{1,40}$/u,Xr=()=>{let{pathname:e,search:t,hash:n}=window.location,r=new URLSearchParams(t),i=r.get(`call`);if(i===null)return;r.delete(`call`);let a=r.toString();history.replaceState(history.state,``,`${e}${a&&`?${a}`}${n}`);let o=i.replace(/^tel:/iu,``).replace(/^ (?=\d)/u,`+`).trim();return Yr.test(o)?o:void 0},Zr=()=>isSecureContext&&`registerProtocolHandler`in navigator,Qr=()=>navigator.registerProtocolHandler(`tel`,`${location.origin}${location.pathname}?call=%s`)})),ei,ti,ni,ri,ii,ai=t((()=>{ei=/* @__PURE__ */ new Set,ti=e=>(ei.add(e),()=>ei.delete(e)),ni=()=>ei.size>0,ri=e=>[...ei].some(t=>t(e)),ii=e=>{let{top:t,bottom:n,left:r,right:i,height:a}=e.getBoundingClientRect();return a>0&&t>=0&&r>=0&&n<=innerHeight+1&&i<=innerWidth+1}})),oi,si=t((()=>{V(),oi=class{constructor(e,t){this.connection=e,this.failed=t,this.search=async(e,t)=>{var n;let r=await this.ask(`search`,e,{query:t});return(n=r==null?void 0:r.contacts)==null?[]:n},this.newAbroad=async(e,t)=>{var n;let r=await this.ask(`check_number`,e,{number:t});return(n=r==null?void 0:r.new_abroad)==null?null:n},this.saveContact=async(e,t,n)=>{await this.ask(`save_contact`,e,{number:t,name:n})}}async ask(e,t,n){if(t)try{var r;return await((r=this.connection())==null?void 0:r.sendMessagePromise({type:`telephony/${e}`,device_id:t.device_id,...n}))}catch(e){this.failed(B(e));return}}}})),ci,li,ui,di,fi=t((()=>{x(),E(),O(),F(),R(),li=[...`123456789*0#`],ui={0:`+`,2:`ABC`,3:`DEF`,4:`GHI`,5:`JKL`,6:`MNO`,7:`PQRS`,8:`TUV`,9:`WXYZ`},di=(ci=class extends b{constructor(...e){super(...e),this.language=`en`}render(){return v`<div role="group" aria-label=${D(this.language,`action.send_digits`)}>
${li.map(e=>v`<button
type="button"
class="push"
data-digit=${e}
aria-label=${e}
@click=${()=>this.press(e)}
>
<b>${e}</b><small>${ui[e]}</small>
</button>`)}
</div>`}press(e){this.dispatchEvent(new CustomEvent(`telephony-digit`,{detail:e}))}},ci.styles=[N,P,g` div{display:grid;grid-template-columns:repeat(3,minmax(64px,96px));justify-content:center;gap:8px;margin-top:12px}.push{flex-direction:column;gap:0;min-height:56px;border-radius:28px}b{font-size:1.375rem;font-weight:400;line-height:1.1}small{font-size:0.625rem;letter-spacing:0.1em;min-height:1.1em;color:var(--phone-quiet)}`],ci),L([C()],di.prototype,`language`,void 0),di=L([S(`telephony-keypad`)],di)})),pi,mi,hi,gi,_i,vi,q,yi=t((()=>{x(),E(),A(),$r(),O(),F(),fi(),R(),mi=150,hi=8,gi=/[\s().\-/]/gu,_i=({name:e,number:t},n)=>e.toLocaleLowerCase().includes(n.toLocaleLowerCase())||t.includes(n.replace(gi,``)||n),vi=e=>{let t=e.map(({number:e})=>e);return e.filter(({number:e},n)=>t.indexOf(e)===n)},q=(pi=class extends b{constructor(...e){super(...e),this.known=[],this.search=async()=>[],this.language=`en`,this.submit=`action.call`,this.submitIcon=`phone`,this.disabled=!1,this.takesLinks=!1,this.quiet=!1,this.value=``,this.found=[],this.opened=!1,this.active=-1,this.keypad=!1}focus(){this.input.focus()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}updated(e){if(e.has(`active`)){var t;(t=this.renderRoot.querySelector(`[aria-selected="true"]`))==null||t.scrollIntoView({block:`nearest`})}}get suggestions(){let e=this.known.filter(e=>_i(e,this.value));return vi(this.value?[...this.found,...e]:e).slice(0,hi)}render(){let e=this.opened?this.suggestions:[];return v`
<form @submit=${this.done} @focusout=${this.left}>
<div class="field">
${this.field(e)} ${this.toggle()}
<button class="push good" ?disabled=${!this.value.trim()||this.disabled}>
${j(this.submitIcon)}<span>${D(this.language,this.submit)}</span>
</button>
</div>
${this.list(e)}
${this.keypad?v`<telephony-keypad
.language=${this.language}
@telephony-digit=${e=>this.type(e.detail)}
></telephony-keypad>
${this.linkButton()}`:y}
</form>
`}field(e){let t=D(this.language,`dial.label`);return v`<input
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
aria-activedescendant=${this.active<0?y:`suggestion-${this.active}`}
.value=${this.value}
?disabled=${this.disabled}
@input=${()=>this.change(this.input.value)}
@focus=${()=>this.opened=!this.quiet}
@keydown=${this.key}
/>`}toggle(){let e=this.keypad&&this.value,t=D(this.language,e?`dial.delete`:`dial.keypad`);return v`<button
type="button"
class="round"
aria-label=${t}
title=${t}
aria-expanded=${e?y:this.keypad}
@click=${()=>e?this.change(this.value.slice(0,-1)):this.keypad=!this.keypad}
>
${j(e?`backspace-outline`:`dialpad`)}
</button>`}linkButton(){return!this.takesLinks||!Zr()?y:v`<button type="button" class="push links" @click=${Qr}>
${j(`link-variant`)}<span>${D(this.language,`dial.links`)}</span>
</button>`}list(e){return v`<ul
id="suggestions"
role="listbox"
aria-label=${D(this.language,`dial.label`)}
?hidden=${!e.length}
>
${e.map((e,t)=>v`<li
id="suggestion-${t}"
role="option"
aria-selected=${t===this.active}
@pointerdown=${e=>e.preventDefault()}
@click=${()=>this.pick(e)}
>
${e.name===e.number?y:v`<bdi>${e.name}</bdi>`}
${Wt(Ut(e))}
</li>`)}
</ul>`}key(e){let t=this.suggestions;if(e.key===`Escape`&&this.opened&&t.length)this.opened=!1,e.preventDefault();else if(e.key===`ArrowDown`||e.key===`ArrowUp`){let n=e.key===`ArrowDown`?1:-1;this.opened=!0,this.active=Math.max(-1,Math.min(t.length-1,this.active+n)),e.preventDefault()}else e.key===`Enter`&&this.opened&&t[this.active]&&(this.pick(t[this.active]),e.preventDefault())}type(e){this.change(this.value+e),this.opened=!1}change(e){this.value=e,this.active=-1,this.opened=!0,this.found=[],clearTimeout(this.timer),e.trim()&&(this.timer=setTimeout(()=>void this.look(e),mi))}async look(e){let t=await this.search(e.trim());e===this.value&&(this.found=t)}pick({number:e}){this.change(e),clearTimeout(this.timer),this.input.focus(),this.opened=!1}left(e){this.renderRoot.contains(e.relatedTarget)||(this.opened=!1)}done(e){e.preventDefault();let t=this.value.trim();t&&!this.disabled&&(this.change(``),this.opened=!1,this.keypad=!1,this.dispatchEvent(new CustomEvent(`telephony-number`,{detail:t,bubbles:!0,composed:!0})))}},pi.styles=[N,P,g` :host{display:block;container-type:inline-size}form{position:relative}.field{display:flex;gap:8px;align-items:center}input{flex:1;min-width:0;box-sizing:border-box;height:48px;padding:0 16px;border:1px solid;border-color:color-mix(in srgb,var(--phone-text) 50%,transparent);border-radius:24px;font:inherit;font-size:1.125rem;color:var(--phone-text);background:transparent}input::placeholder{color:var(--phone-quiet);opacity:1}.round{flex:none}.push{flex:none;min-height:48px;border-radius:24px}ul{position:absolute;right:0;left:0;top:52px;z-index:3;margin:0;padding:8px 0;list-style:none;max-height:280px;overflow:auto;border-radius:16px;background:var(--phone-surface);box-shadow:0 4px 24px rgb(0 0 0 / 0.3)}li{display:flex;justify-content:space-between;align-items:center;gap:16px;min-height:44px;padding:0 16px;cursor:pointer}li bdi + bdi{color:var(--phone-quiet);font-variant-numeric:tabular-nums;white-space:nowrap}li:hover,li[aria-selected="true"]{background:var(--phone-tint)}${M}{input{border-color:var(--phone-idle)}}.links{margin:12px auto 0;display:flex}@container (max-width:380px){.field .push span{position:absolute;clip-path:inset(50%)}}`],pi),L([C({attribute:!1})],q.prototype,`known`,void 0),L([C({attribute:!1})],q.prototype,`search`,void 0),L([C()],q.prototype,`language`,void 0),L([C()],q.prototype,`submit`,void 0),L([C({attribute:!1})],q.prototype,`submitIcon`,void 0),L([C({type:Boolean})],q.prototype,`disabled`,void 0),L([C({type:Boolean})],q.prototype,`takesLinks`,void 0),L([C({type:Boolean})],q.prototype,`quiet`,void 0),L([w()],q.prototype,`value`,void 0),L([w()],q.prototype,`found`,void 0),L([w()],q.prototype,`opened`,void 0),L([w()],q.prototype,`active`,void 0),L([w()],q.prototype,`keypad`,void 0),L([T(`input`)],q.prototype,`input`,void 0),q=L([S(`telephony-dial`)],q)})),bi,xi,Si,Ci,wi,J,Ti=t((()=>{x(),E(),V(),O(),W(),dn(),F(),pn(),bn(),R(),xi=3e4,Si=15e3,Ci=6e3,wi=e=>{window.dispatchEvent(new CustomEvent(`telephony-sent`,{detail:e}))},J=(bi=class extends b{constructor(...e){super(...e),this.language=`en`,this.phase=`sent`,this.since=0,this.error=``,this.snapshot=nn,this.subscription=new fn(this,e=>this.hear(e),()=>this.snapshot=ln(this.snapshot)),this.begin=e=>{let{ask:t,target:n}=this.sent=e.detail;if(this.error=``,this.snapshot=nn,this.enter(n.waits?`waiting`:`sent`),!this.server||!n.device_id)return this.end();this.subscription.set(this.server,{type:`telephony/subscribe`,device_ids:[t.line.device_id],lamp_device_ids:[n.device_id],log_limit:0})}}connectedCallback(){super.connectedCallback(),window.addEventListener(`telephony-sent`,this.begin)}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`telephony-sent`,this.begin),clearTimeout(this.timer)}get lamp(){return[...this.snapshot.lamps.values()].find(({line:e})=>{var t;return e===((t=this.sent)==null?void 0:t.target.number)})}get line(){return[...this.snapshot.lines.values()].find(({line:e})=>{var t;return e===((t=this.sent)==null?void 0:t.ask.line.line)})}get canTakeBack(){let{line:e}=this;return!!(e!=null&&e.can_control&&e.available&&e.actions.includes(`pick_up`))}enter(e){this.phase=e,this.since=Date.now(),clearTimeout(this.timer),e===`ringing`?this.timer=setTimeout(()=>void this.comeBack(),xi):e!==`waiting`&&(this.timer=setTimeout(()=>this.end(),e===`sent`?Si:Ci))}end(){clearTimeout(this.timer),this.sent=void 0,this.server&&this.subscription.set(this.server,{type:`telephony/subscribe`,device_ids:[],lamp_device_ids:[],log_limit:0})}hear(e){if(this.snapshot=sn(this.snapshot,e),!this.sent||!this.lamp)return;let t=Pr(this.lamp);this.phase===`waiting`?this.wait(this.sent,t):this.phase===`sent`&&t===`ringing`?this.enter(`ringing`):this.phase===`sent`&&t===`connected`?this.enter(`answered`):this.phase===`ringing`&&t!==`ringing`&&this.enter(t===`connected`?`answered`:`gone`)}wait({ask:e,target:t},n){var r;let i=(r=this.line)==null?void 0:r.calls.find(({call_id:t})=>t===e.call.call_id);if(!(i!=null&&i.actions.includes(`transfer`)))return this.end();n===`idle`&&(this.enter(`sent`),this.run(`transfer`,{number:t.number,call_id:e.call.call_id}))}async comeBack(){if(!this.canTakeBack)return this.enter(`gone`);let{sent:e}=this;await this.run(`pick_up`,{number:e==null?void 0:e.target.number})&&e===this.sent&&this.end()}async run(e,t){let{line:n}=this;if(!this.server||!n)return!1;try{return await Kn(this.server,{action:e,line:n,data:t}),!0}catch(e){return this.error=B(e),this.enter(`gone`),!1}}render(){let{sent:e,phase:t}=this;return v`<div role="status">${e&&t!==`sent`?this.bar(e,t):y}</div>`}bar({target:{name:e}},t){let n=(e,t,n)=>v`<button class="push" data-action=${e} @click=${n}>
${j(t)}<span>${D(this.language,`action.${e}`)}</span>
</button>`;return v`<p>
<span class="what">${this.error||D(this.language,`sent.${t}`,{name:e})}</span>
${t===`ringing`?v`<telephony-duration .since=${new Date(this.since).toISOString()}></telephony-duration>
${this.canTakeBack?n(`take_back`,`phone-return`,()=>void this.comeBack()):y}`:y}
${t===`waiting`?n(`cancel`,`close`,()=>this.end()):y}
</p>`}},bi.styles=[N,P,g` p{position:fixed;left:16px;right:16px;bottom:calc(24px + env(safe-area-inset-bottom,0px));z-index:9;box-sizing:border-box;display:flex;align-items:center;gap:12px;width:fit-content;max-width:calc(100vw - 32px);min-height:52px;margin:0 auto;padding:4px;padding-inline:20px 4px;border-radius:26px;color:#fff;background:#323232;box-shadow:0 4px 16px rgb(0 0 0 / 0.35);font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif);font-variant-numeric:tabular-nums}.what{overflow-wrap:anywhere}p > :last-child:not(button){margin-inline-end:16px}.push,.push:hover:not(:disabled){background:rgb(255 255 255 / 0.16);white-space:nowrap}`],bi),L([C()],J.prototype,`language`,void 0),L([C({attribute:!1})],J.prototype,`server`,void 0),L([w()],J.prototype,`sent`,void 0),L([w()],J.prototype,`phase`,void 0),L([w()],J.prototype,`since`,void 0),L([w()],J.prototype,`error`,void 0),L([w()],J.prototype,`snapshot`,void 0),J=L([S(`telephony-sent`)],J)})),Ei,Di,Oi,Y,ki=t((()=>{x(),E(),A(),O(),W(),dn(),F(),pn(),R(),Di=/* @__PURE__ */ new Set([`ringing`,`connected`,`dialing`,`held`]),Oi={consult:`account-voice`,deflect:`call-split`,transfer:`phone-forward`},Y=(Ei=class extends b{constructor(...e){super(...e),this.language=`en`,this.snapshot=nn,this.favorites=[],this.asking=!1,this.order=[],this.lines=new fn(this,e=>this.snapshot=sn(this.snapshot,e),()=>this.snapshot=ln(this.snapshot)),this.starred=new fn(this,({favorites:e})=>this.favorites=e,()=>void 0)}set server(e){e&&(this.lines.set(e,{type:`telephony/subscribe`,device_ids:[this.ask.line.device_id],log_limit:0}),this.starred.set(e,{type:`telephony/subscribe_favorites`}))}willUpdate(){this.asking=!!this.busy}get places(){let{call:e,line:t}=this.ask,n=[...this.snapshot.lamps.values()],r=this.favorites.filter(({connection:e})=>e===t.connection),i=[...r.map(e=>{var t;return{name:(t=e.name)==null?Ut(e):t,number:e.number,lamp:n.find(t=>t.line===e.number),isFavorite:!0}}),...n.filter(e=>!r.some(({number:t})=>t===e.line)).map(e=>({name:e.name,number:e.line,lamp:e,isFavorite:!1}))].filter(({number:n})=>n!==e.number&&n!==t.line),a=({lamp:e})=>!e||Pr(e)===`idle`,o=e=>e.isFavorite?0:a(e)?1:2,s=e=>this.order.indexOf(e.number),c=i.sort((e,t)=>(s(e)<0||s(t)<0?0:s(e)-s(t))||o(e)-o(t));return this.order=c.map(({number:e})=>e),c}text(e,t={}){return D(this.language,e,t)}render(){let{busy:e,places:t}=this;if(e)return this.question(e);if(!t.length)return y;let n=this.can(`consult`)&&this.can(`transfer`);return v`${n?v`<p>${this.text(`transfer.hint`)}</p>`:y}
<ul>
${t.map(e=>this.place(e,n))}
</ul>`}can(e){return this.ask.action!==`deflect`&&this.ask.call.actions.includes(e)}place(e,t){let{name:n,lamp:r,isFavorite:i}=e,a=r&&Pr(r),o=!(!a||a===`idle`||Di.has(a));return v`<li class=${a==null?``:a}>
<button
class="who"
?disabled=${o}
@click=${()=>this.choose(e,t?`consult`:this.ask.action)}
>
<i></i><bdi class="name">${n}</bdi>
${i?j(`star`):y}
<span class="word">${a?this.text(`state.${a}`):y}</span>
</button>
${t?v`<button
class="round"
data-action="send"
?disabled=${o}
aria-label=${this.text(`transfer.send`,{name:n})}
title=${this.text(`transfer.send`,{name:n})}
@click=${()=>this.choose(e,`transfer`)}
>
${j(`phone-forward`)}
</button>`:y}
</li>`}choose({name:e,number:t,lamp:n},r){let i={name:e,number:t,device_id:n==null?void 0:n.device_id,action:r};n&&Di.has(Pr(n))?this.busy=i:this.send(i)}question(e){var t;return v`<p role="alert">${this.text(`transfer.busy`,{name:e.name})}</p>
<div class="options">
${this.can(`transfer`)?v`<button
class="push good"
data-action="wait"
@click=${()=>this.send({...e,action:`transfer`,waits:!0})}
>
${j(`clock-outline`)}<span>${this.text(`transfer.wait`)}</span>
</button>`:y}
<button class="push" data-action="anyway" @click=${()=>this.send(e)}>
${j((t=Oi[e.action])==null?`phone-forward`:t)}<span
>${this.text(`action.${e.action}`)}</span
>
</button>
<button class="push" data-action="back" @click=${()=>this.busy=void 0}>
${this.text(`action.back`)}
</button>
</div>`}send(e){this.dispatchEvent(new CustomEvent(`telephony-target`,{detail:e}))}},Ei.styles=[N,P,tn,g` p{margin:0 0 8px;font-size:0.875em;color:var(--phone-quiet)}p[role]{font-size:1em;color:inherit}ul{list-style:none;margin:0;padding:0;max-height:40vh;overflow:auto}li{--tone:var(--phone-idle);display:flex;align-items:center;gap:8px}li.idle{--tone:var(--phone-connected)}li.connected{--tone:var(--phone-danger)}li + li{border-top:1px solid var(--phone-line)}.who{flex:1;min-width:0;display:flex;align-items:center;gap:10px;min-height:48px;padding:0 4px;text-align:start}.who:hover:not(:disabled){background:var(--phone-tint)}.who .icon{--mdc-icon-size:18px;width:18px;height:18px;color:var(--phone-ringing)}i{flex:none;width:12px;height:12px;border-radius:50%;background:var(--tone)}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}.word{margin-inline-start:auto;color:var(--phone-quiet);font-size:0.875em;white-space:nowrap}.options{display:grid;gap:8px}`],Ei),L([C({attribute:!1})],Y.prototype,`ask`,void 0),L([C()],Y.prototype,`language`,void 0),L([w()],Y.prototype,`snapshot`,void 0),L([w()],Y.prototype,`favorites`,void 0),L([w()],Y.prototype,`busy`,void 0),L([C({type:Boolean,reflect:!0})],Y.prototype,`asking`,void 0),Y=L([S(`telephony-targets`)],Y)})),Ai,ji,X,Mi=t((()=>{x(),E(),V(),Mr(),A(),Ar(),O(),F(),yi(),fi(),Ti(),ki(),R(),ji={transfer:`phone-forward`,consult:`account-voice`,deflect:`call-split`},X=(Ai=class extends b{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.sent=``}async open(e){this.ask=e,this.sent=``,await this.updateComplete,wr(this.dialog)}willUpdate(e){e.has(`lines`)&&this.ask&&!this.stillPossible(this.ask)&&U(this.dialog)}stillPossible({action:e,call:t}){return this.lines.some(n=>n.calls.some(n=>n.call_id===t.call_id&&n.actions.includes(e)))}render(){let{ask:e}=this;return v`
<dialog
class=${e&&e.action!==`send_digits`?`roomy`:``}
aria-labelledby="title"
@close=${()=>this.ask=void 0}>
${e?this.content(e):y}
</dialog>
`}content(e){return v`
<h3 id="title">${D(this.language,`action.${e.action}`)}</h3>
<p>${Gt(e.call,this.language)}</p>
<div class="options">
${e.action===`send_digits`?this.keypad(e):this.number(e)}
<button class="push" data-action="cancel" @click=${()=>U(this.dialog)}>
${D(this.language,e.action===`send_digits`?`action.close`:`action.cancel`)}
</button>
</div>
`}keypad(e){return v`<output aria-live="polite">${this.sent||`\xA0`}</output>
<telephony-keypad
.language=${this.language}
@telephony-digit=${t=>{this.sent+=t.detail,this.command(e,{digits:t.detail})}}
></telephony-keypad>`}number(e){let t=t=>t.filter(({number:t})=>t!==e.call.number);return v`<telephony-targets
.ask=${e}
.server=${this.server}
.language=${this.language}
@telephony-target=${t=>this.send(e,t.detail)}
></telephony-targets>
<telephony-dial
quiet
.known=${t(this.known)}
.search=${async e=>{var n,r;return t((n=await((r=this.search)==null?void 0:r.call(this,e)))==null?[]:n)}}
.language=${this.language}
.submit=${`action.${e.action}`}
.submitIcon=${ji[e.action]}
@telephony-number=${t=>{t.stopPropagation(),this.send(e,{action:e.action,name:t.detail,number:t.detail})}}
></telephony-dial>`}send(e,t){let{action:n,number:r}=t;t.waits||this.command({...e,action:n},{number:r}),n===`transfer`&&t.device_id&&wi({ask:e,target:t}),U(this.dialog)}command({action:e,line:t,call:n},r){Gn(this,{action:e,line:t,data:{...r,call_id:n.call_id}})}},Ai.styles=[N,P,jr,g` dialog.roomy{overflow:visible}telephony-targets[asking] ~ *{display:none}output{text-align:center;font-size:1.5rem;letter-spacing:0.1em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}`],Ai),L([C({attribute:!1})],X.prototype,`lines`,void 0),L([C({attribute:!1})],X.prototype,`known`,void 0),L([C({attribute:!1})],X.prototype,`search`,void 0),L([C({attribute:!1})],X.prototype,`server`,void 0),L([C()],X.prototype,`language`,void 0),L([w()],X.prototype,`ask`,void 0),L([w()],X.prototype,`sent`,void 0),L([T(`dialog`)],X.prototype,`dialog`,void 0),X=L([S(`telephony-ask`)],X)})),Ni,Pi,Fi=t((()=>{x(),E(),nr(),A(),O(),F(),R(),Ni=class extends b{constructor(...e){super(...e),this.language=`en`,this.repair=``}willUpdate(e){(e.has(`down`)||e.has(`server`))&&this.look()}async look(){if(this.repair=``,!this.server)return;let{down:e}=this,t=await tr(this.server,e.connection).catch(()=>``);e===this.down&&(this.repair=t)}render(){let{name:e,reason:t,since:n}=this.down;return v`<p role="status">
${j(`phone-off`)}
<span
><b>${e}</b>: ${t||D(this.language,`banner.no_connection`)}.
${D(this.language,`banner.since`,{time:Yt({started_at:n},this.language)})}</span
>
${this.repair?v`<a class="push" href=${this.repair}
>${D(this.language,`banner.repair`)}</a
>`:y}
</p>`}},Pi=(Ni.styles=[N,P,g` :host{display:block}p{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin:0 0 12px;padding:8px 12px;min-height:44px;border-radius:12px;background:color-mix(in srgb,var(--phone-danger) 12%,transparent)}span{flex:1 1 160px;overflow-wrap:anywhere}.icon{color:var(--phone-danger)}a{color:inherit;text-decoration:none}${M}{p{background:var(--phone-tint)}}`],Ni),L([C({attribute:!1})],Pi.prototype,`down`,void 0),L([C({attribute:!1})],Pi.prototype,`server`,void 0),L([C()],Pi.prototype,`language`,void 0),L([w()],Pi.prototype,`repair`,void 0),Pi=L([S(`telephony-banner`)],Pi)})),Ii,Li,Ri,zi,Bi,Vi,Hi,Ui=t((()=>{Ii=`telephony-popup`,Li=`telephony-popup-choice`,Ri=()=>{let e=localStorage.getItem(Ii);return e===`on`||e===`all`||e===`off`?e:void 0},zi=e=>{localStorage.setItem(Ii,e),window.dispatchEvent(new Event(Li))},Bi=({popup:e,mine:t})=>{var n;let r=(n=Ri())==null?e?`on`:`off`:n;return r===`all`||r===`on`&&t!==!1},Vi=(e,t)=>e===`off`?`on`:e===`on`&&t?`all`:`off`,Hi=e=>(window.addEventListener(Li,e),window.addEventListener(`storage`,e),()=>{window.removeEventListener(Li,e),window.removeEventListener(`storage`,e)})})),Wi,Gi,Ki,qi=t((()=>{x(),E(),O(),Ui(),F(),R(),Gi={on:`bell-ring`,all:`bell-plus`,off:`bell-off`},Ki=(Wi=class extends b{constructor(...e){super(...e),this.lines=[],this.language=`en`}connectedCallback(){super.connectedCallback(),this.forget=Hi(()=>this.requestUpdate())}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}render(){var e;let t=this.lines.some(({popup:e})=>e)?`on`:`off`,n=(e=Ri())==null?t:e,r=this.lines.some(({mine:e})=>e!==void 0),i=D(this.language,`popup.${r&&n===`on`?`mine`:n}`);return v`<button
class="round"
role=${r?y:`switch`}
aria-checked=${r?y:n!==`off`}
aria-label=${i}
title=${i}
@click=${()=>zi(Vi(n,r))}
>
${j(Gi[n])}
</button>`}},Wi.styles=[N,P],Wi),L([C({attribute:!1})],Ki.prototype,`lines`,void 0),L([C()],Ki.prototype,`language`,void 0),Ki=L([S(`telephony-bell`)],Ki)})),Ji,Yi,Xi=t((()=>{x(),E(),V(),Mr(),O(),W(),F(),yi(),R(),Ji=class extends b{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.from=``}get callers(){return Ir(this.lines).filter(({can_control:e,actions:t})=>e&&t.includes(`make_call`))}render(){let{callers:e}=this;return v`
${e.length>1?this.lineSelect(e):y}
<telephony-dial
takesLinks
.known=${this.known}
.search=${this.search}
.language=${this.language}
.disabled=${!e.length}
@telephony-number=${e=>this.make(e.detail)}
></telephony-dial>
`}lineSelect(e){return v`<label>
${D(this.language,`action.call_from`)}
<select @change=${e=>this.from=e.target.value}>
${e.map(({line:e,name:t})=>v`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
</select>
</label>`}make(e){var t;let n=(t=this.callers.find(e=>e.line===this.from))==null?this.callers[0]:t;n&&Gn(this,{action:`make_call`,line:n,data:{number:e}})}},Yi=(Ji.styles=[N,jr,g` :host{display:grid;gap:8px}label{display:flex;align-items:center;gap:12px}select{flex:1;min-width:0}`],Ji),L([C({attribute:!1})],Yi.prototype,`lines`,void 0),L([C({attribute:!1})],Yi.prototype,`known`,void 0),L([C({attribute:!1})],Yi.prototype,`search`,void 0),L([C()],Yi.prototype,`language`,void 0),L([w()],Yi.prototype,`from`,void 0),Yi=L([S(`telephony-dial-section`)],Yi)})),Zi,Qi,$i=t((()=>{x(),E(),Bn(),Vr(),O(),W(),F(),R(),Zi=class extends b{constructor(...e){super(...e),this.lamps=/* @__PURE__ */ new Map,this.language=`en`}render(){return v`
<h3>${D(this.language,`section.lamps`)}</h3>
<div class="field">
${z(this.lamps,([e])=>e,([,e])=>this.lamp(e))}
</div>
`}lamp(e){let t=Pr(e),n=D(this.language,`state.${t}`);return v`
<button
class=${t}
aria-label=${D(this.language,`lamp.help`,{name:e.name,state:n})}
@click=${()=>zr(this,{name:e.name,number:e.line,ringing:t===`ringing`})}
>
<i></i>
<bdi class="name">${e.name}</bdi>
<span class="word">${n}</span>
</button>
`}},Qi=(Zi.styles=[N,P,g` :host{display:block}.field{display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:8px;margin-top:8px}button{--tone:var(--phone-idle);display:grid;grid-template-columns:12px minmax(0,1fr);gap:0 10px;align-items:center;padding:8px 12px;min-height:56px;border-radius:12px;text-align:start;background:color-mix(in srgb,var(--tone) 10%,transparent)}button:hover{background:color-mix(in srgb,var(--tone) 18%,transparent)}.ringing{--tone:var(--phone-ringing)}.connected{--tone:var(--phone-danger)}.dialing{--tone:var(--phone-dialing)}.held{--tone:var(--phone-held)}.idle{--tone:var(--phone-connected)}i{width:12px;height:12px;border-radius:50%;background:var(--tone)}.unavailable i,.not_registered i,.out_of_service i{background:none;box-shadow:inset 0 0 0 2px var(--phone-idle)}${M}{button,button:hover{background:var(--phone-tint)}}.ringing i{animation:blink 1s steps(2,jump-none) infinite}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}.word{grid-column:2;font-size:0.8125em}@keyframes blink{to{opacity:0.25}}`],Zi),L([C({attribute:!1})],Qi.prototype,`lamps`,void 0),L([C()],Qi.prototype,`language`,void 0),Qi=L([S(`telephony-lamps`)],Qi)})),ea,ta,na,ra,ia,aa,oa,sa,ca=t((()=>{ea=1e4,ta=(e,t)=>e.entry.started_at<t.entry.started_at?1:-1,na=e=>e.flatMap(e=>e.log.map(t=>({entry:t,line:e,connection:e.connection,number:e.line}))).sort(ta),ra=e=>{let t=e.filter(({entry:e})=>e.direction===`outgoing`),n=/* @__PURE__ */ new Set;return e.map(e=>{if(e.entry.direction!==`incoming`)return{...e,times:1};let r=Date.parse(e.entry.started_at),i=t.find(t=>!n.has(t)&&t.connection===e.connection&&t.number===e.entry.number&&t.entry.number===e.number&&Math.abs(Date.parse(t.entry.started_at)-r)<=ea);if(!i)return{...e,times:1};n.add(i);let a=({line:e,number:t})=>{var n;return(n=e==null?void 0:e.name)==null?t:n};return{...e,times:1,between:{from:a(i),to:a(e)}}}).filter((t,r)=>!n.has(e[r]))},ia=({entry:e})=>new Date(e.started_at).toDateString(),aa=e=>{var t;let{entry:n,connection:r,number:i,between:a}=e,o=(t=n.number)==null?n.name:t;return o?JSON.stringify([ia(e),r,i,o,n.direction,n.outcome,a]):n.call_id},oa=e=>{let t=[];for(let n of ra([...e].sort(ta))){let e=t[t.length-1];if(!e||e.date.toDateString()!==ia(n)){t.push({date:new Date(n.entry.started_at),rows:[n]});continue}let r=e.rows[e.rows.length-1];r&&aa(r)===aa(n)?r.times++:e.rows.push(n)}return t},sa=(e,t,n=/* @__PURE__ */ new Date)=>{let r=e=>new Date(e).setHours(12,0,0,0),i=Math.round((r(e)-r(n))/864e5),a=i===0||i===-1?new Intl.RelativeTimeFormat(t,{numeric:`auto`}).format(i,`day`):new Intl.DateTimeFormat(t,{weekday:`long`,day:`numeric`,month:`long`,...e.getFullYear()!==n.getFullYear()&&{year:`numeric`}}).format(e);return a.charAt(0).toLocaleUpperCase(t)+a.slice(1)}})),la,ua,da,fa,pa,ma=t((()=>{V(),la=50,ua=5e3,da={in:0,out:0,missed:0,longest_wait:0},fa=e=>{let t=/* @__PURE__ */ new Map;for(let n of e){let e=t.get(n.connection);e?e.push(n):t.set(n.connection,[n])}return t},pa=class{constructor(e){this.host=e,this.error=``,this.isPaged=!1,this.generation=0,this.next=/* @__PURE__ */ new Map,e.addController(this)}hostConnected(){}hostDisconnected(){clearTimeout(this.timer),this.timer=void 0}set(e){this.server=e}get hasMore(){return[...this.next.values()].some(e=>e!==null)}forget(){this.generation++,this.found=void 0,this.isPaged=!1,this.next.clear()}async find({lines:e,...t},n=!1){let r=++this.generation;n||this.next.clear(),this.isPaged=n;let i=[...fa(e)].filter(([e])=>!n||this.next.get(e)).map(async([e,r])=>{let i=n&&this.next.get(e),{calls:a,next:o}=await this.ask(r,{...t,limit:la,...i&&{before:i}});return{connection:e,own:r,calls:a,next:o}});try{var a;let e=await Promise.all(i);if(r!==this.generation)return;let t=e.flatMap(({connection:e,own:t,calls:n,next:r})=>(this.next.set(e,r),n.map(n=>({entry:n,connection:e,number:n.line,line:t.find(({line:e})=>e===n.line)}))));this.found=n?[...(a=this.found)==null?[]:a,...t]:t,this.error=``}catch(e){r===this.generation&&(this.error=B(e))}this.host.requestUpdate()}count(e){if(!this.server||this.timer||!e.length)return;let t=async()=>{let t=await Promise.all([...fa(e).values()].map(e=>this.ask(e,{limit:1,today:!0})));this.figures=t.reduce((e,{today:t=da})=>({in:e.in+t.in,out:e.out+t.out,missed:e.missed+t.missed,longest_wait:Math.max(e.longest_wait,t.longest_wait)}),da),this.host.requestUpdate()},n=this.figures?ua:0;this.timer=setTimeout(()=>{this.timer=void 0,t().catch(()=>void 0)},n)}async ask(e,t){let n=[...new Set(e.map(e=>e.device_id))];return this.server?this.server.sendMessagePromise({type:`telephony/call_log`,device_id:n,...t}):{calls:[],next:null}}}})),ha,ga,_a,va,ya,Z,ba=t((()=>{x(),E(),Bn(),A(),ca(),O(),ma(),W(),Vr(),F(),R(),ga=/* @__PURE__ */ new Set([`busy`,`failed`,`unanswered`,`rejected`]),_a=({outcome:e,direction:t})=>e===`missed`?`call-missed`:e===`diverted`||e===`answered_elsewhere`?`call-split`:ga.has(e)?`phone-cancel`:t===`outgoing`?`call-made`:`call-received`,va={all:()=>!0,missed:({outcome:e})=>e===`missed`,in:({direction:e})=>e===`incoming`,out:({direction:e})=>e===`outgoing`},ya=250,Z=(ha=class extends b{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.limit=10,this.filter=`all`,this.query=``,this.only=``,this.newest=``,this.pages=new pa(this)}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}willUpdate(e){if(this.pages.set(this.server),!e.has(`lines`)&&!e.has(`server`))return;let t=JSON.stringify(this.lines.map(({log:e})=>{var t;return(t=e[0])==null?void 0:t.call_id}));(t!==this.newest||e.has(`server`))&&(this.newest=t,this.pages.count(this.lines),this.pages.found&&!this.pages.isPaged&&this.find())}get wanted(){return this.only?this.lines.filter(({line:e})=>e===this.only):this.lines}get isWhole(){return this.filter===`all`&&!this.query.trim()&&!this.only}find(e=!1){let{filter:t}=this;return this.pages.find({query:this.query.trim(),directions:t===`in`?[`incoming`]:t===`out`?[`outgoing`]:[],outcomes:t===`missed`?[`missed`]:[],lines:this.wanted},e)}changed(e=0){clearTimeout(this.timer),this.pages.forget(),!this.isWhole&&this.server&&(this.timer=setTimeout(()=>void this.find(),e))}get calls(){if(this.pages.found)return this.pages.found;let e=this.query.trim().toLocaleLowerCase(),t=va[this.filter];return na(this.wanted).filter(({entry:n})=>{var r,i;return t(n)&&(!e||((r=n.name)==null?``:r).toLocaleLowerCase().includes(e)||((i=n.number)==null?``:i).includes(e))}).slice(0,this.limit)}text(e,t={}){return D(this.language,e,t)}render(){let e=oa(this.calls),t=this.pages.found?this.pages.hasMore:this.server&&this.calls.length>=this.limit;return v`
<div class="head">
<h3>${this.text(`section.log`)}</h3>
${this.figures()}
</div>
<div class="filters">
${Object.keys(va).map(e=>this.chip(e))} ${this.lineSelect()} ${this.search()}
</div>
${e.length?e.map(({date:e,rows:t})=>v`<h4>${sa(e,this.language)}</h4>
<ul>
${z(t,({entry:e})=>e.call_id,e=>this.row(e))}
</ul>`):v`<p>${this.text(this.isWhole?`log.empty`:this.filter===`missed`?`log.none_missed`:`log.none`)}</p>`}
${this.pages.error?v`<p role="alert">${this.pages.error}</p>`:y}
${t?v`<button class="push more" data-action="more" @click=${()=>void this.find(!!this.pages.found)}>
${this.text(`log.more`)}
</button>`:y}
`}figures(){let{figures:e}=this.pages;if(!e||!(e.in+e.out))return y;let{in:t,out:n,missed:r,longest_wait:i}=e;return v`<span class="figures"
>${this.text(`log.figures`,{in:t,out:n,missed:r,wait:Jt(i)})}</span
>`}chip(e){return v`<button
class="chip"
aria-pressed=${this.filter===e}
@click=${()=>{this.filter=e,this.changed()}}
>
${this.text(`log.${e}`)}
</button>`}lineSelect(){if(this.lines.length<2)return y;let e=this.text(`log.all_lines`);return v`<select
aria-label=${this.text(`log.line`)}
@change=${e=>{this.only=e.target.value,this.changed()}}
>
<option value="">${e}</option>
${this.lines.map(({line:e,name:t})=>v`<option value=${e} ?selected=${e===this.only}>${t}</option>`)}
</select>`}search(){let e=this.text(`log.search`);return v`<input
type="search"
aria-label=${e}
placeholder=${e}
maxlength="100"
.value=${this.query}
@input=${e=>{this.query=e.target.value,this.changed(ya)}}
/>`}row({entry:e,line:t,number:n,times:r,between:i}){var a,o;let s=e.outcome===`answered`&&e.talk_seconds!==null,c=[this.text(`outcome.${e.outcome}`),...this.lines.length>1&&!i?[(a=t==null?void 0:t.name)==null?n:a]:[],...e.routed_by?[this.text(`log.routed_by`,{name:e.routed_by})]:[],...s?[Jt((o=e.talk_seconds)==null?0:o)]:[]],l=new Intl.DateTimeFormat(this.language,{timeStyle:`short`});return v`
<li class=${e.outcome}>
<span class="sign">${j(_a(e))}</span>
<div class="what">
<div class="name">
${i?v`<bdi>${this.text(`log.between`,i)}</bdi>`:Gt(e,this.language)}${r>1?v` <span>(${r})</span>`:y}
</div>
<div class="facts">
${e.direction&&!i?v`<span class="hidden-text">
${this.text(`direction.${e.direction}`)},
</span>`:y}
${c.join(` · `)}
</div>
${e.note?v`<div class="note">${e.note}</div>`:y}
</div>
<time datetime=${e.started_at}>${l.format(new Date(e.started_at))}</time>
${this.callBack(e,t)}
</li>
`}callBack(e,t){let{number:n}=e;if(!n||!(t!=null&&t.can_control))return v`<span class="round"></span>`;let r=D(this.language,`action.call_party`,{party:k(e,this.language)});return v`<button
class="round"
aria-label=${r}
title=${r}
@click=${()=>zr(this,{name:e.name&&k(e,this.language),number:n,formatted_number:e.formatted_number,from:t,unknown:Nr(e)})}
>
${j(`phone`)}
</button>`}},ha.styles=[N,P,g` :host{display:block;container-type:inline-size}.head,.filters{display:flex;flex-wrap:wrap;align-items:center;gap:4px}.head{gap:4px 16px}h3{margin-inline-end:auto}h4{margin:12px 0 0;font-size:0.875em;font-weight:500;color:var(--phone-quiet)}.figures{color:var(--phone-quiet);font-size:0.875em;font-variant-numeric:tabular-nums}input,select{flex:1 1 140px;min-width:0;box-sizing:border-box;min-height:44px;padding:0 14px;border:1px solid var(--phone-idle);border-radius:22px;font:inherit;font-size:0.875em;color:inherit;background:var(--phone-surface)}input::placeholder{color:var(--phone-quiet);opacity:1}.note{overflow-wrap:anywhere;font-size:0.875em;font-style:italic}.more{display:flex;margin:8px auto 0}ul{list-style:none;margin:0;padding:0}li{display:grid;grid-template-columns:24px 1fr auto 44px;gap:12px;align-items:center;min-height:56px}li + li{border-top:1px solid var(--phone-line)}.sign{display:grid;color:var(--phone-idle)}.answered .sign{color:var(--phone-connected)}.missed .sign{color:var(--phone-danger)}.what{min-width:0}.name,.facts{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.missed .name{font-weight:600}.facts,time,p{color:var(--phone-quiet);font-size:0.875em}time{font-variant-numeric:tabular-nums;white-space:nowrap}`],ha),L([C({attribute:!1})],Z.prototype,`lines`,void 0),L([C({attribute:!1})],Z.prototype,`server`,void 0),L([C()],Z.prototype,`language`,void 0),L([C({type:Number})],Z.prototype,`limit`,void 0),L([w()],Z.prototype,`filter`,void 0),L([w()],Z.prototype,`query`,void 0),L([w()],Z.prototype,`only`,void 0),Z=L([S(`telephony-log`)],Z)})),xa,Sa,Ca,wa=t((()=>{x(),E(),O(),F(),R(),Sa=6e3,Ca=(xa=class extends b{constructor(...e){super(...e),this.language=`en`,this.said=``,this.undo=()=>void 0,this.now=()=>this.finish()}connectedCallback(){super.connectedCallback(),window.addEventListener(`pagehide`,this.now)}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`pagehide`,this.now),this.finish()}say(e,t,n){this.finish(),this.said=e,this.act=t,this.undo=n,this.timer=setTimeout(this.now,Sa)}cancel(){this.act&&this.finish(!0)}finish(e=!1){clearTimeout(this.timer);let{act:t}=this;this.act=void 0,this.said=``,e?this.undo():t==null||t()}render(){return v`<div role="status">
${this.said?v`<p>
<span>${this.said}</span>
<button class="push" data-action="undo" @click=${()=>this.finish(!0)}>
${D(this.language,`action.undo`)}
</button>
</p>`:y}
</div>`}},xa.styles=[N,P,g` :host{display:block}p{position:absolute;right:12px;bottom:12px;left:12px;z-index:4;display:flex;align-items:center;justify-content:space-between;gap:12px;margin:0;padding:4px;padding-inline-start:16px;border-radius:26px;color:#fff;background:#323232;box-shadow:0 4px 16px rgb(0 0 0 / 0.3)}.push,.push:hover:not(:disabled){background:rgb(255 255 255 / 0.16)}`],xa),L([C()],Ca.prototype,`language`,void 0),L([w()],Ca.prototype,`said`,void 0),Ca=L([S(`telephony-toast`)],Ca)})),Ta,Q,Ea=t((()=>{x(),E(),Bn(),Hn(),V(),Qn(),nr(),sr(),A(),u(),gr(),Jr(),$r(),O(),W(),en(),ai(),si(),dn(),F(),pn(),Mi(),Fi(),qi(),Vr(),Xi(),$i(),ba(),Wr(),wa(),R(),Ta=class extends b{constructor(...e){super(...e),this.snapshot=nn,this.known=[],this.lines=[],this.loaded=!1,this.error=``,this.announcement=``,this.down=[],this.language=`en`,this.readLines=/* @__PURE__ */ new Set,this.arrangement=``,this.movedAt=0,this.connections=new er,this.numbers=new oi(()=>this.connection,e=>this.error=e),this.search=e=>this.numbers.search(this.lines[0],e),this.subscription=new fn(this,e=>this.hear(e),()=>this.show(ln(this.snapshot))),this.followLink=()=>{if(!this.lines.length||!this.config||!Xn(this.config).includes(`dial`))return;let e=Xr();e&&this.choice.open({name:null,number:e})}}static getStubConfig(e){let t=Xt(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.connections.update(e)&&(this.down=this.connections.down),this.connection=e.connection,this.language=i(e)}setConfig(e){this.config=Yn(e)}getCardSize(){return 2+3*(this.config?Xn(this.config).length:1)}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`,min_rows:2}}connectedCallback(){super.connectedCallback();let e=hr(e=>this.key(e)),t=ti(e=>this.showsCall(e));window.addEventListener(`location-changed`,this.followLink),this.forget=()=>{e(),t(),window.removeEventListener(`location-changed`,this.followLink)}}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}showsCall(e){return[...this.renderRoot.querySelectorAll(`telephony-line`)].some(t=>{var n,r;return[...(n=(r=t.shadowRoot)==null?void 0:r.querySelectorAll(`telephony-call`))==null?[]:n].some(t=>t.call.call_id===e&&ii(t))})}key(e){let t=ur(this.lines,e);if(!t||!this.config||!Xn(this.config).includes(`calls`))return!1;if(performance.now()-this.movedAt<350)return!0;let{action:n,line:r,call:i}=t;return n===`transfer`?this.ask.open(t):this.run({action:n,line:r,data:{call_id:i.call_id}}),!0}willUpdate(e){this.connection&&this.config&&(e.has(`connection`)||e.has(`config`))&&this.subscription.set(this.connection,Zn(this.config))}hear(e){this.show(sn(this.snapshot,e)),this.loaded||this.updateComplete.then(this.followLink),this.loaded=!0}show(e){let t=this.snapshot;if(this.snapshot=e,e.lines===t.lines&&e.lamps===t.lamps)return;for(let i of this.readLines){var n,r;let[a,o]=[e.lines.get(i),t.lines.get(i)];((n=a==null?void 0:a.missed)==null?0:n)>((r=o==null?void 0:o.missed)==null?0:r)&&this.toast.cancel()}this.lines=[...e.lines.values()].map(I);let i=JSON.stringify(this.lines.map(Kr));i!==this.arrangement&&(this.movedAt=performance.now()),this.arrangement=i,this.known=this.knownNumbers(),this.announcement=this.ringing()}ringing(){return this.lines.flatMap(e=>e.calls.filter(({state:e,blocked:t})=>e===`ringing`&&!t).map(t=>D(this.language,`announce.incoming`,{party:k(t,this.language),line:e.name}))).join(`. `)}knownNumbers(){let e=this.lines.flatMap(({log:e})=>e).filter(({number:e})=>e).sort((e,t)=>e.started_at<t.started_at?1:-1).map(e=>{var t,n;return{name:e.name?k(e,this.language):(t=e.number)==null?``:t,number:(n=e.number)==null?``:n,formatted_number:e.formatted_number}}),t=[...this.snapshot.lamps.values()].map(({name:e,line:t})=>({name:e,number:t}));return[...e,...t]}render(){var e,t;return this.config?v`
<ha-card class=${typeof((e=this.config.grid_options)==null?void 0:e.rows)==`number`?`rows`:``}>
${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
<div class="hidden-text" aria-live="assertive">${this.announcement}</div>
<div
class="body"
@telephony-command=${this.command}
@telephony-choose=${e=>this.choice.open(e.detail)}
@telephony-missed=${e=>this.missed.open(e.detail)}
@telephony-read=${e=>this.read(e.detail)}
@telephony-ask=${e=>this.ask.open(e.detail)}
>
${this.content(this.config)}
<telephony-missed
.server=${this.connection}
.language=${this.language}
></telephony-missed>
<telephony-toast .language=${this.language}></telephony-toast>
<telephony-choice
.lines=${this.lines}
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
`:y}text(e,t={}){return D(this.language,e,t)}header(e){return e.title?v`<div class="head">
<h2 class="title">${e.title}</h2>
${this.bell(e)}
</div>`:y}bell({popup_switch:e=!0}){return e?v`<telephony-bell .lines=${this.lines} .language=${this.language}></telephony-bell>`:y}problem(){let e=this.subscription.error,t=e?this.text(`card.failed`,{reason:e}):this.error;return v`<div role="alert">
${t?v`<p class="problem">
<span>${t}</span>
${e?y:v`<button
class="round"
aria-label=${this.text(`action.close`)}
@click=${()=>this.error=``}
>
${j(`close`)}
</button>`}
</p>`:y}
</div>`}banners(e){var t,n,r;let i=(t=(n=this.hassNow)==null?void 0:n.devices)==null?{}:t,a=/* @__PURE__ */ new Set([...this.lines.map(({connection:e})=>e),...((r=e.devices)==null?[]:r).map(e=>{var t;return(t=i[e])==null?void 0:t.config_entry_id})]);return Xn(e).every(e=>e===`log`)?[]:this.down.filter(({connection:t})=>{var n;return!((n=e.devices)!=null&&n.length)||a.has(t)}).map(e=>{var t;return v`<telephony-banner
.down=${e}
.server=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.connection:void 0}
.language=${this.language}
></telephony-banner>`})}content(e){return this.loaded&&!this.lines.length?this.down.length?y:v`<p>${this.text(`card.no_lines`)}</p>`:Xn(e).map(t=>this.section(t,e))}section(e,t){let{language:n,lines:r}=this;switch(e){case`calls`:return v`<div class="lines">${this.callsOf(t)}</div>`;case`dial`:return v`<telephony-dial-section
.lines=${r}
.known=${this.known}
.search=${this.search}
.language=${n}
></telephony-dial-section>`;case`lamps`:return v`<telephony-lamps
?hidden=${!this.snapshot.lamps.size}
.lamps=${this.snapshot.lamps}
.language=${n}
></telephony-lamps>`;case`log`:var i;return v`<telephony-log
.server=${this.connection}
.lines=${r}
.limit=${(i=t.log_limit)==null?10:i}
.language=${n}
></telephony-log>`}}callsOf(e){let t=[...this.snapshot.lines],n=e.busy_only?t.filter(([,e])=>I(e).calls.length).sort(([,e],[,t])=>Fr(e)<Fr(t)?-1:1):t;return e.busy_only&&this.loaded&&!n.length?v`<p class="none">${this.text(`card.no_calls`)}</p>`:z(n,([e])=>e,([t,n],r)=>{var i;return v`<telephony-line
.line=${this.readLines.has(t)?{...I(n),missed:0}:I(n)}
.language=${this.language}
.skew=${this.snapshot.skew}
.compact=${(i=e.compact)!=null&&i}
>${r||e.title?y:this.bell(e)}</telephony-line
>`})}read(e){let t=`${e.device_id}/${e.line}`,n=()=>{this.readLines=new Set([...this.readLines].filter(e=>e!==t))};this.toast.say(this.text(`missed.marked`),()=>void this.run({action:`mark_missed_read`,line:e}).then(n),n),this.readLines=/* @__PURE__ */ new Set([...this.readLines,t])}command(e){this.run(e.detail)}async run(e){if(this.connection){this.error=``;try{await Kn(this.connection,e)}catch(e){this.error=B(e)}}}},Q=(Ta.getConfigForm=or,Ta.styles=[N,P,Vn],Ta),L([w()],Q.prototype,`config`,void 0),L([w()],Q.prototype,`snapshot`,void 0),L([w()],Q.prototype,`known`,void 0),L([w()],Q.prototype,`lines`,void 0),L([w()],Q.prototype,`loaded`,void 0),L([w()],Q.prototype,`error`,void 0),L([w()],Q.prototype,`announcement`,void 0),L([w()],Q.prototype,`connection`,void 0),L([w()],Q.prototype,`down`,void 0),L([C()],Q.prototype,`language`,void 0),L([T(`telephony-choice`)],Q.prototype,`choice`,void 0),L([T(`telephony-ask`)],Q.prototype,`ask`,void 0),L([T(`telephony-missed`)],Q.prototype,`missed`,void 0),L([T(`telephony-toast`)],Q.prototype,`toast`,void 0),L([w()],Q.prototype,`readLines`,void 0),Q=L([S(`telephony-card`)],Q)})),Da,Oa,ka=t((()=>{x(),E(),Bn(),Cr(),V(),u(),Jr(),O(),F(),vn(),R(),Da=class extends b{constructor(...e){super(...e),this.error=``,this.entity=``,this.arrangement=``,this.settling=!1,this.watched=new mn(this)}static getStubConfig(){return{type:`custom:telephony-call-feature`}}set hass(e){this.hassNow=e,this.listen()}set context({entity_id:e=``}){this.entity=e,this.listen()}setConfig(){}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.settling=!1}listen(){var e;let t=(e=this.hassNow)==null||(e=e.entities)==null||(e=e[this.entity])==null?void 0:e.device_id;this.hassNow&&t&&this.watched.set(this.hassNow.connection,[t])}get found(){return gn(this.watched.lines)}get actions(){let{found:e}=this;return e!=null&&e.line.can_control?Object.entries(br).filter(([t,{asks:n}])=>!n&&e.call.actions.includes(t)):[]}willUpdate(){var e;let t=JSON.stringify([(e=this.found)==null?void 0:e.call.call_id,this.actions.map(([e])=>e)]);t!==this.arrangement&&this.settle(),this.arrangement=t}render(){let e=this.hassNow?i(this.hassNow):`en`,{found:t,actions:n}=this;if(!t||!n.length||this.error){let n=this.error||D(e,t?`state.${t.call.state}`:`card.no_calls`);return v`<p role=${this.error?`alert`:`status`}>${n}</p>`}return v`<div>
${z(n,([e])=>`${t.call.call_id} ${e}`,([n,{path:r,look:i}])=>{let a=D(e,`action.${Sr(n,t.call)}`);return v`<button
class="push ${i==null?``:i}"
data-action=${n}
aria-label=${a}
title=${a}
aria-disabled=${this.settling?`true`:`false`}
@click=${()=>void this.press(n,t)}
>
${j(r)}
</button>`})}
</div>`}settle(){this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350)}async press(e,{line:t,call:n}){if(this.hassNow&&!this.settling)try{await Kn(this.hassNow.connection,{action:e,line:t,data:{call_id:n.call_id}})}catch(e){this.error=B(e),setTimeout(()=>this.error=``,5e3)}}},Oa=(Da.styles=[N,P,g` div{display:flex;gap:12px}p{display:grid;place-items:center;margin:0;color:var(--phone-quiet);font-size:0.875em}.push,p{flex:1;min-height:var(--feature-height,42px);border-radius:var(--feature-border-radius,12px);background:var(--phone-tint)}`],Da),L([w()],Oa.prototype,`error`,void 0),L([w()],Oa.prototype,`settling`,void 0),Oa=L([S(`telephony-call-feature`)],Oa)})),Aa,ja,Ma,Na,Pa,Fa=t((()=>{dn(),pn(),Aa=({device_id:e,line:t})=>`${e}/${t}`,ja=1e4,Ma=`telephony-calls`,Na=()=>{try{var e;return new Map(JSON.parse((e=sessionStorage.getItem(Ma))==null?`[]`:e))}catch{return/* @__PURE__ */ new Map}},Pa=class{constructor(e,t){this.changed=t,this.lines=[],this.own=[],this.snapshot=nn,this.rung=Na(),this.fresh=/* @__PURE__ */ new Map,this.subscription=new fn(e,e=>this.hear(e),()=>this.show(ln(this.snapshot)))}get skew(){return this.snapshot.skew}get isBusy(){return[...this.snapshot.lines].some(([e,t])=>this.follows(e,t)&&I(t).calls.length>0)}ring(e,t,n){this.connection=e,this.own=n;for(let{line:e}of t)this.rung.set(Aa(e),e.device_id);this.listen()}keep(e,t){this.connection=e,this.fresh.set(Aa(t),Date.now()),this.rung.set(Aa(t),t.device_id),this.listen()}listen(){sessionStorage.setItem(Ma,JSON.stringify([...this.rung]));let e=[.../* @__PURE__ */ new Set([...this.own,...this.rung.values()])].sort();this.connection&&(e.length||this.snapshot.lines.size)&&this.subscription.set(this.connection,{type:`telephony/subscribe`,device_ids:e,lamp_device_ids:[],log_limit:0})}hear(e){this.show(sn(this.snapshot,e));let t=this.rung.size;for(let e of this.rung.keys()){var n,r;(n=this.snapshot.lines.get(e))!=null&&n.calls.length?this.fresh.delete(e):Date.now()-((r=this.fresh.get(e))==null?0:r)>ja&&this.rung.delete(e)}this.rung.size!==t&&this.listen()}show(e){this.snapshot=e,this.lines=[...e.lines].flatMap(([e,t])=>{if(!this.follows(e,t))return[];let n=I(t).calls.filter(({state:e,blocked:t})=>e!==`ringing`&&!t);return n.length?[{...I(t),missed:0,calls:n}]:[]}),this.changed()}follows(e,{mine:t}){return t===!0||this.rung.has(e)}}})),Ia,La=t((()=>{x(),Ia=g` .dot{margin-inline-end:8px}[popover],dialog{position:fixed;top:16px;right:0;bottom:auto;left:0;box-sizing:border-box;width:min(560px,calc(100vw - 32px));max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);margin:0 auto;padding:0;border:0;border-radius:28px;color:var(--phone-text);background:var(--phone-surface);box-shadow:0 12px 48px rgb(0 0 0 / 0.45);overflow:auto;font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif)}dialog[open],.layer{animation:arrive 200ms ease-out}[popover]:popover-open{animation:arrive 200ms ease-out}dialog::backdrop{background:rgb(0 0 0 / 0.45)}dialog:focus-visible{outline:none}.sheet{display:grid;grid-template-columns:minmax(0,1fr);gap:12px;padding:12px 12px 0}.foot{position:sticky;bottom:0;display:flex;flex-wrap:wrap;justify-content:center;gap:8px;padding:12px;background:inherit}p{margin:0;padding:0 8px}@keyframes arrive{from{opacity:0;transform:translateY(-24px)}}`})),Ra,za,Ba,Va=t((()=>{Ra=``,za=``,Ba=e=>{document.title!==Ra&&(za=document.title),Ra=e&&`\u260e ${e} \u00b7 ${za}`;let t=Ra||za;document.title!==t&&(document.title=t)}})),Ha,Ua,Wa=t((()=>{x(),E(),A(),O(),F(),bn(),R(),Ha=class extends b{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.skew=0}render(){var e,t;let n=this.lines.flatMap(e=>e.calls),r=(e=n.find(({state:e})=>e===`connected`))==null?n[0]:e;return r?v`<button class=${r.state}>
${j(`phone-in-talk`)}
<span class="hidden-text">${D(this.language,`window.label`)}</span>
<span class="name">${Gt(r,this.language)}</span>
<telephony-duration
.since=${(t=r.answered_at)==null?r.started_at:t}
.skew=${this.skew}
></telephony-duration>
${n.length>1?v`<span>+${n.length-1}</span>`:y}
</button>`:y}},Ua=(Ha.styles=[N,P,g` :host{position:fixed;inset-inline-end:16px;bottom:calc(88px + env(safe-area-inset-bottom,0px));z-index:8;font-family:var(--ha-font-family-body,Roboto,Noto,sans-serif)}button{display:flex;align-items:center;gap:8px;max-width:min(320px,calc(100vw - 32px));min-height:48px;padding:0 20px 0 16px;border-radius:24px;color:#fff;background:var(--phone-connected);box-shadow:0 4px 16px rgb(0 0 0 / 0.35);font-variant-numeric:tabular-nums}.dialing{background:var(--phone-dialing)}.held{background:var(--phone-held)}.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}`],Ha),L([C({attribute:!1})],Ua.prototype,`lines`,void 0),L([C()],Ua.prototype,`language`,void 0),L([C({type:Number})],Ua.prototype,`skew`,void 0),Ua=L([S(`telephony-pill`)],Ua)})),Ga,Ka,qa,Ja,Ya,$,Xa,Za=t((()=>{x(),E(),Bn(),V(),Fa(),A(),u(),gr(),Ar(),O(),si(),ai(),Ui(),Jr(),dn(),La(),F(),pn(),Va(),Mi(),Cr(),Wa(),Ti(),R(),Ka=250,qa=500,Ja=100,Ya=2,$=(Ga=class extends b{constructor(...e){super(...e),this.ringing=[],this.dismissed=/* @__PURE__ */ new Set,this.settling=!1,this.error=``,this.all=!1,this.open=!1,this.modal=!1,this.rising=!1,this.isShown=!1,this.own=[],this.followed=new Pa(this,()=>this.changed()),this.numbers=new oi(()=>this.connection,e=>this.error=e),this.subscription=new fn(this,e=>{ni()?setTimeout(()=>this.hear(e),Ja):this.hear(e)},()=>{this.ringing=[],this.changed()}),this.follow=e=>{let{detail:t}=e;this.connection&&this.followed.keep(this.connection,t)}}connectedCallback(){super.connectedCallback();let e=Hi(()=>this.requestUpdate()),t=hr(e=>this.key(e));window.addEventListener(`telephony-follow`,this.follow),this.forget=()=>{window.removeEventListener(`telephony-follow`,this.follow),e(),t()},this.listen()}disconnectedCallback(){var e;super.disconnectedCallback(),clearTimeout(this.timer),clearInterval(this.look),clearInterval(this.watch),Ba(``),(e=this.forget)==null||e.call(this)}async listen(){this.connection=await c(),this.subscription.set(this.connection,{type:`telephony/subscribe_incoming`})}hear(e){var t;this.ringing=cn(this.ringing,e),this.own=(t=e.own)==null?this.own:t,this.error=``,this.ringing.length<=Ya&&(this.all=!1),this.changed();let n=this.ringing.filter(({call:e,line:t})=>Bi(t)&&!this.dismissed.has(e.call_id));this.connection&&this.followed.ring(this.connection,n,this.own)}changed(){this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350),clearInterval(this.look);let{lines:e}=this.followed;(this.ringing.length||e.length)&&(this.look=setInterval(()=>this.requestUpdate(),qa)),!this.ringing.length&&!this.followed.isBusy&&(this.open=!1);let t=[...this.ringing.map(({call:e})=>e),...e.flatMap(e=>e.calls)],n=new Set(t.map(({call_id:e})=>e));this.dismissed=new Set([...this.dismissed].filter(e=>n.has(e))),this.requestUpdate()}key(e){let t=this.shown.map(({line:e,call:t})=>({...e,calls:[t]})),n=ur([...t,...this.talking],e);if(!n)return!1;let{action:r,line:i,call:a}=n;return this.settling||(r===`transfer`?this.ask.open(n):this.run({action:r,line:i,data:{call_id:a.call_id}})),!0}get shown(){return this.ringing.filter(({call:e,line:t})=>Bi(t)&&this.isWanted(e))}get talking(){return this.followed.lines.flatMap(e=>{let t=e.calls.filter(e=>this.isWanted(e));return t.length&&Bi(e)?[{...e,calls:t}]:[]})}isWanted({call_id:e}){return!this.dismissed.has(e)&&(Dr()||!ri(e))}render(){let e=l(),{shown:t}=this,n=D(e,t.length?`popup.label`:`window.label`);return v`
<div class="hidden-text" aria-live="assertive">
${t.map(({call:t,line:n})=>D(e,`announce.incoming`,{party:k(t,e),line:n.name}))}
</div>
<div @telephony-command=${this.command} @telephony-ask=${this.asked}>
${this.modal?v`<dialog aria-label=${n} tabindex="-1" autofocus @cancel=${this.cancel}>
${this.sheet(e)}
</dialog>`:v`<div
popover="manual"
class=${Tr()}
role="dialog"
aria-label=${n}
>
${this.sheet(e)}
</div>`}
<telephony-ask
.lines=${this.followed.lines}
.server=${this.connection}
.search=${e=>this.numbers.search(this.followed.lines[0],e)}
.language=${e}
></telephony-ask>
<telephony-sent .server=${this.connection} .language=${e}></telephony-sent>
${this.open?y:v`<telephony-pill
.lines=${this.talking}
.language=${e}
.skew=${this.followed.skew}
@click=${()=>this.open=!0}
></telephony-pill>`}
</div>
`}sheet(e){let{shown:t}=this,n=t.length-Ya,r=this.open?this.talking:[];return v`<div class="sheet">
${z(this.all?t:t.slice(0,Ya),({call:e})=>e.call_id,({call:t,line:n})=>v`<telephony-call
plain
.call=${t}
.line=${n}
.language=${e}
.settling=${this.settling}
><span><span class="dot" aria-hidden="true">·</span>${n.name}</span></telephony-call
>`)}
${z(r,({device_id:e,line:t})=>`${e}/${t}`,t=>v`<telephony-line
.line=${t}
.language=${e}
.skew=${this.followed.skew}
></telephony-line>`)}
<p role="alert" ?hidden=${!this.error}>${this.error}</p>
</div>
<div class="foot">
${n>0?v`<button
class="push"
data-action="more"
aria-expanded=${this.all}
@click=${()=>this.all=!this.all}
>
${D(e,this.all?`popup.fewer`:`popup.more`,{count:n})}
</button>`:y}
${r.length?v`<button class="push" data-action="minimize" @click=${()=>this.open=!1}>
${j(`arrow-collapse`)}<span>${D(e,`window.minimize`)}</span>
</button>`:y}
<button class="push" data-action="hide" @click=${this.hide}>
${j(`close`)}<span>${D(e,`action.hide`)}</span>
</button>
</div>`}willUpdate(){this.isShown||(this.modal=this.rising||Dr(),this.rising=!1)}updated(){let[e]=this.ringing.filter(({call:e,line:t})=>Bi(t)&&!this.dismissed.has(e.call_id));Ba(e?k(e.call,l()):``);let t=this.shown.length>0||this.open&&this.talking.length>0;t!==this.isShown&&this.show(t)}show(e){if(this.isShown=e,clearInterval(this.watch),e&&(this.watch=setInterval(()=>this.rise(),Ka)),this.modal){let t=this.frame;e?wr(t):U(t)}else Er(this.frame,e)}rise(){this.shown.length&&Or(this,this.frame)&&(this.show(!1),this.rising=!0,this.requestUpdate())}cancel(e){e.preventDefault(),this.shown.length?this.hide():this.open=!1}hide(){let e=[...this.ringing.map(({call:e})=>e),...this.open?this.talking.flatMap(e=>e.calls):[]];this.dismissed=/* @__PURE__ */ new Set([...this.dismissed,...e.map(({call_id:e})=>e)]),this.open=!1}asked(e){e.stopPropagation(),this.ask.open(e.detail)}command(e){e.stopPropagation(),this.run(e.detail)}async run(e){if(this.connection){this.error=``,e.action===`answer`&&(this.open=!0);try{await Kn(this.connection,e)}catch(t){this.error=B(t),this.open=e.action!==`answer`}}}},Ga.styles=[N,P,kr,Ia],Ga),L([w()],$.prototype,`ringing`,void 0),L([w()],$.prototype,`dismissed`,void 0),L([w()],$.prototype,`settling`,void 0),L([w()],$.prototype,`error`,void 0),L([w()],$.prototype,`all`,void 0),L([w()],$.prototype,`open`,void 0),L([T(`dialog, [popover]`)],$.prototype,`frame`,void 0),L([T(`telephony-ask`)],$.prototype,`ask`,void 0),L([w()],$.prototype,`connection`,void 0),$=L([S(`telephony-popup`)],$),Xa=()=>{document.querySelector(`telephony-popup`)||document.body.append(document.createElement(`telephony-popup`))}})),Qa,$a,eo,to,no,ro,io,ao,oo,so,co,lo,uo,fo,po,mo,ho,go,_o,vo,yo,bo,xo,So=t((()=>{O(),W(),Qa=[`calls_in`,`calls_out`,`calls_answered`,`calls_missed`],$a=20,eo=8,to=16,no=6,ro=async({devices:e},{connection:t})=>{let{lines:n}=await t.sendMessagePromise({type:`telephony/lines`});return Ir(e?n.filter(({device_id:t})=>e.includes(t)):n)},io=e=>e.map(({device_id:e})=>e),ao=(e,t)=>e.flatMap(({entities:{[t]:e},name:n})=>e?[{entity:e,name:n}]:[]),oo=(e,t,n={})=>t.length?[{type:`grid`,cards:[{type:`heading`,heading:e},...t],...n}]:[],so=(e,t,n=eo)=>Math.min(n,Math.ceil(e/t)),co=e=>({type:`custom:telephony-card`,grid_options:{columns:`full`},...e}),lo=e=>{let t=/* @__PURE__ */ new Map;for(let n of e){let e=t.get(n.connection);e?e.push(n):t.set(n.connection,[n])}return[...t.values()]},uo=(e,t)=>{var n;let r=e.map(e=>[e]);return r.length>1?(n=r[r.length-1])==null||n.push(t):r.push([t]),r.map(e=>{var n;return{type:`grid`,column_span:e[0]===t?1:so(((n=e[0])==null?void 0:n.devices).length,no),cards:e}})},fo=(e,t)=>{let n=lo(e).map(e=>{var t;return co({title:(t=e[0])==null?void 0:t.connection_name,devices:io(e),sections:[`calls`,`dial`]})}),r=co({devices:io(e),sections:[`log`],log_limit:$a});return{title:D(t,`strategy.calls`),path:`calls`,icon:`mdi:phone`,type:`sections`,max_columns:eo,sections:uo(n,r)}},po=(e,t)=>{let n=io(e),r=co({devices:n,sections:[`calls`,`dial`],busy_only:!0,compact:!0}),i=co({devices:n,lamps:n,sections:[`lamps`]}),a=co({devices:n,sections:[`log`],log_limit:$a}),o=so(n.length,to,6),s=(e,t=1)=>({type:`grid`,column_span:t,cards:[e]});return{title:D(t,`strategy.now`),path:`now`,icon:`mdi:phone-in-talk`,type:`sections`,max_columns:eo,sections:o>1?[s(r),s(a),s(i,o)]:[s(r),s(i),s(a)]}},mo=({entities:e={}},t)=>Object.entries(e).filter(([,{platform:e,translation_key:n}])=>e===`telephony`&&n===t).map(([e])=>e),ho=(e,t)=>e.length?[{type:`statistics-graph`,entities:e,...t}]:[],go=e=>[...ho(mo(e,`active_calls`),{period:`hour`,stat_types:[`max`],days_to_show:7}),...Qa.flatMap(t=>ho(mo(e,t),{chart_type:`bar`,period:`day`,stat_types:[`change`],days_to_show:14}))],_o=([e],t)=>{var n;return!e||!((n=t.user)!=null&&n.is_admin)||Qa.some(e=>mo(t,e).length)?[]:[{type:`button`,name:D(t.language,`strategy.counters`),icon:`mdi:counter`,show_state:!1,tap_action:{action:`navigate`,navigation_path:`/config/entities/?historyBack=1&config_entry=${e.connection}`}}]},vo=(e,t)=>{let n=ao(e,`state`),r=ao(e,`call`).map(({entity:e})=>e),i=ao(e,`missed_calls`).map(e=>({...e,visibility:[{condition:`numeric_state`,entity:e.entity,above:0}]})),a=e=>D(t.language,`strategy.${e}`);return{title:a(`history`),path:`history`,icon:`mdi:phone-log`,type:`sections`,max_columns:4,sections:[...oo(a(`missed`),i.map(e=>({type:`tile`,...e})),{visibility:[{condition:`or`,conditions:i.flatMap(({visibility:e})=>e)}]}),...oo(a(`states`),n.length?[{type:`history-graph`,entities:n,hours_to_show:24}]:[]),...oo(a(`log`),r.length?[{type:`logbook`,target:{entity_id:r},hours_to_show:24}]:[]),...oo(a(`statistics`),[...go(t),..._o(e,t)])]}},yo=e=>({title:D(e,`strategy.calls`),cards:[{type:`markdown`,content:D(e,`strategy.no_lines`)}]}),bo=class extends HTMLElement{static async generate(e,t){let n=await ro(e,t);return n.length?{views:[po(n,t.language),fo(n,t.language),vo(n,t)]}:{views:[yo(t.language)]}}},xo=class extends HTMLElement{static async generate(e,t){let n=await ro(e,t);return n.length?fo(n,t.language):yo(t.language)}},customElements.define(`ll-strategy-dashboard-telephony`,bo),customElements.define(`ll-strategy-view-telephony`,xo)})),Co=/* @__PURE__ */ n({}),wo=t((()=>{Cn(),Ea(),ka(),O(),u(),Za(),en(),So(),$t(e=>D(l(),e)),Xa()}));u();var To=window;To.telephonyCard||(To.telephonyCard=o().then(()=>Promise.resolve().then(()=>(wo(),Co))));